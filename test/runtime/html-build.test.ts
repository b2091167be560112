// The kept build of lol-html is given longer texts; another build is refused instead of being changed by guess.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { withRoomForTexts } from '../../sim/runtime/host/html-build.ts';

/** As much of it as is asked here; the types of Node leave it to those of browsers. */
const { Module } = Reflect.get(globalThis, 'WebAssembly') as {
  readonly Module: {
    new (bytes: Uint8Array): object;
    exports(module: object): unknown;
    imports(module: object): unknown;
  };
};

const path = createRequire(import.meta.url).resolve('htmlrewriter/dist/html_rewriter_bg.wasm');
const build = readFileSync(path);

/** The smallest module with code: one function that does nothing. */
const SMALL = Buffer.from('0061736d01000000010401600000030201000a040102000b', 'hex');

test('the build with the larger buffer is a module with the same doors', () => {
  const module = new Module(Uint8Array.from(withRoomForTexts(build)));
  const kept = new Module(Uint8Array.from(build));
  expect(Module.exports(module)).toEqual(Module.exports(kept));
  expect(Module.imports(module)).toEqual(Module.imports(kept));
});

test('a build in which none of the places is to be found is refused', () => {
  expect(Module.exports(new Module(Uint8Array.from(SMALL)))).toEqual([]);
  expect(() => withRoomForTexts(SMALL)).toThrow('This build of lol-html is another one: 0 of 3 places');
});

test('a build that differs in one of the places is refused, and so is one that was changed already', () => {
  const at = build.indexOf('4180083602082006200f36023020062002ad42208642800884370200', 0, 'hex');
  expect(at).toBeGreaterThan(0);
  const other = Buffer.from(build);
  other[at + 1] = 0x81;
  expect(() => withRoomForTexts(other)).toThrow('another one: 2 of 3 places');
  expect(() => withRoomForTexts(withRoomForTexts(build))).toThrow('another one: 0 of 3 places');
});
