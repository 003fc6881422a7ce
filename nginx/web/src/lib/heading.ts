// SPDX-License-Identifier: MIT
// The heading of a page that one went to takes the focus, as soon as it is there.

export function followHeadings(app: HTMLElement) {
  let heading: Element | null = null;

  function focusHeading(): boolean {
    const h1 = document.querySelector<HTMLElement>('main h1');
    if (!h1 || h1 === heading) return false;
    heading = h1;
    if (!app.hidden && [document.body, null].includes(document.activeElement as HTMLElement | null)) h1.focus({ preventScroll: true });
    return true;
  }

  const arriving = new MutationObserver(() => { if (focusHeading()) arriving.disconnect(); });
  return {
    /** A page is there, perhaps without its heading yet. */
    there() {
      if (!app.hidden) scrollTo(0, 0);
      arriving.disconnect();
      if (!focusHeading()) arriving.observe(app, { childList: true, subtree: true });
    },
    /** That of the first page takes no focus. */
    first() { heading = document.querySelector('main h1'); },
  };
}
