// SPDX-License-Identifier: MIT
// Sending a file as the body, which is all that the API's uploads take.  Not by fetch: that cannot tell
// how far it is.

import { Offline, problem } from './api';
import { language } from './language';

interface Options {
  headers?: Record<string, string>;
  /** How much of it is there, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

export function upload<T>(method: 'POST' | 'PUT', path: string, file: Blob, { headers = {}, onProgress, signal }: Options = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.responseType = 'json';
    const all = { 'Accept-Language': language, 'Content-Type': 'application/octet-stream', ...headers };
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => onProgress?.(e.loaded / e.total);
    request.onload = () => (request.status < 300 ? resolve(request.response) : reject(problem(request.status, request.response)));
    request.onerror = () => reject(new Offline());
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Hands a file over as a download. */
export function save(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
