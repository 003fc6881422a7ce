// SPDX-License-Identifier: MIT
// Who wants to hear of the back button before the router does; main.tsx reads this before it starts that.

let ask: ((event: PopStateEvent) => void) | null = null;
export const beforeBack = (fn: typeof ask) => { ask = fn; };
addEventListener('popstate', (event) => ask?.(event));
