// Code that may change its realm's language finds no object of the host among what the changed methods are given.
import { describe, it } from 'vitest';
import { openHandler } from './run.ts';

const SOURCE = `
const found = new Set();
const { apply, ownKeys } = Reflect;
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
function note(value) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
  let last = value;
  for (let next = getPrototypeOf(value); next !== null; next = getPrototypeOf(next)) last = next;
  if (last !== Object.prototype && last !== value) found.add(Object.prototype.toString.call(value));
}
function watched(method) {
  return { method(...args) { note(this); args.forEach(note); return apply(method, this, args); } }.method;
}
const Bytes = getPrototypeOf(Uint8Array);
const HOLDERS = [Bytes, Bytes.prototype, Uint8Array.prototype, ArrayBuffer.prototype, DataView.prototype, JSON, Map.prototype, Promise.prototype, RegExp.prototype, String.prototype, WeakMap.prototype];
function watchAll() {
  for (const holder of HOLDERS)
    for (const key of ownKeys(holder)) {
      const own = getOwnPropertyDescriptor(holder, key);
      if (key === 'constructor' || !own.configurable) continue;
      if (typeof own.value === 'function') defineProperty(holder, key, { ...own, value: watched(own.value) });
      else if (own.get) defineProperty(holder, key, { ...own, get: watched(own.get) });
    }
}
class Catcher { constructor(size) { note(size); this.length = size; } set(bytes) { note(bytes); } }
export default { async fetch(request, env) {
  watchAll();
  const { Uint8Array: Original } = globalThis;
  globalThis.Uint8Array = Catcher;
  const attempts = [
    () => env.KV.get('b', 'arrayBuffer'), () => request.text(), () => new TextEncoder().encode('é'),
    () => crypto.subtle.digest('SHA-1', new Original(2)), () => crypto.getRandomValues(new Original(2)),
    () => new HTMLRewriter().on('p', { element(e) { e.append('x'); } }).transform(new Response('<p>')).text(),
    () => new Response(new Response('a').body.pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip'))).text(),
    () => fetch('https://a.example/').then((response) => response.text()),
  ];
  for (const attempt of attempts) { try { await attempt(); } catch {} }
  globalThis.Uint8Array = Original;
  for (const attempt of attempts) { try { await attempt(); } catch {} }
  return new Response([...found].join(' '));
} };`;

describe('an open realm whose language code has changed', () => {
  it('hands no bytes of the host to methods that code put in the place of the language’s', async ({
    expect,
  }) => {
    const { bench, isolate } = await openHandler(SOURCE, {
      kind: 'own',
      bindings: [{ kind: 'kv', name: 'KV' }],
      answer: () => ({ ok: true, value: new Uint8Array([1, 2]), metaJson: '{"status":200,"headers":[]}' }),
    });
    const { text, error } = bench.call(isolate);
    expect({ text, error }).toEqual({ text: '', error: '' });
  });

  it('fails at once when a handler returns what only stands before a response', async ({ expect }) => {
    for (const [made, words] of [
      ["new Proxy(new Response('x'), {})", "Callback returned incorrect type; expected 'Promise'"],
      [
        "Promise.resolve(new Proxy(new Response('x'), {}))",
        "Incorrect type for Promise: the Promise did not resolve to 'Response'.",
      ],
    ] as const) {
      const { bench, isolate } = await openHandler(`export default { fetch: () => ${made} };`, {
        kind: 'own',
      });
      const { error, hung } = bench.call(isolate);
      expect({ error, hung }).toEqual({ error: `TypeError: ${words}`, hung: false });
    }
  });
});
