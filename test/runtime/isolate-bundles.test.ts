// What a handler may import, what it may not, and how mistakes in it are told.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { bundleSource, openBench, openHandler } from './run.ts';

/** `(module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))`, assembled by hand. */
const ADD_WASM = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0,
  10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11,
]);

describe('a bundle', () => {
  it('brings WebAssembly as a compiled module, texts, bytes and JSON', async ({ expect }) => {
    const bundle = await bundleSource(
      `import add from './add.wasm'; import text from './page.html'; import bytes from './raw.bin'; import data from './data.json';
      let loaded = 0;
      export default { async fetch() {
        const instance = await WebAssembly.instantiate(add); loaded++;
        return Response.json([instance.exports.add(2, 3), add instanceof WebAssembly.Module, text, bytes.byteLength, data.a, loaded]); } };`,
      {
        'add.wasm': ADD_WASM,
        'page.html': '<p>hi</p>',
        'raw.bin': new Uint8Array([1, 2, 3]),
        'data.json': '{"a":1}',
      },
    );
    expect(bundle.wasm).toHaveLength(1);
    const bench = openBench();
    const [one, two] = [bench.start(bundle), bench.start(bundle)];
    expect(JSON.parse(bench.call(one).text)).toEqual([5, true, '<p>hi</p>', 3, 1, 1]);
    expect(JSON.parse(bench.call(two).text)).toEqual([5, true, '<p>hi</p>', 3, 1, 1]);
  });

  it('refuses WebAssembly from bytes, as the platform does', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { async fetch() {
      const bytes = new Uint8Array([${ADD_WASM.join()}]);
      const attempt = async (work) => { try { await work(); return 'compiled'; } catch (error) { return error instanceof Error; } };
      return Response.json([await attempt(() => WebAssembly.instantiate(bytes)), await attempt(() => new WebAssembly.Module(bytes)), await attempt(() => WebAssembly.compile(bytes))]); } };`);
    expect(JSON.parse(bench.call(isolate).text)).toEqual([true, true, true]);
  });

  it('lets what a bundler made import what its packages imported', async ({ expect }) => {
    const traces = [
      'var e=Object.create;var t=Object.defineProperty;',
      'var e=Object.create,t=Object.defineProperty,r=Object.getOwnPropertyNames;',
      'var e=Object.defineProperty;var n=(t,r)=>e(t,"name",{value:r,configurable:!0});',
      'var __defProp = Object.defineProperty;',
      '// ../node_modules/mustache/index.js',
    ];
    for (const trace of traces) {
      const { bench, isolate } =
        await openHandler(`import * as fs from 'node:fs'; import { connect } from 'node:net';
      if (typeof connect !== 'function') throw new Error('no connect');
      ${trace}
      export default { fetch() { try { fs.readFileSync('x'); } catch (error) { return new Response(error.message); } } };`);
      expect(bench.call(isolate).text).toContain('there is no file system at the edge');
    }
  });

  it('has the same digest for the same code, and another for other code', async ({ expect }) => {
    const source = (word: string): string => `export default { fetch: () => new Response('${word}') };`;
    const [a, again, b] = await Promise.all([
      bundleSource(source('a')),
      bundleSource(source('a')),
      bundleSource(source('b')),
    ]);
    expect(a.digest).toBe(again.digest);
    expect(b.digest).not.toBe(a.digest);
    expect(a.gzipBytes).toBeGreaterThan(0);
  });

  it('resolves local dynamic imports and refuses those made at run time', async ({ expect }) => {
    const bench = openBench();
    const isolate = bench.start(
      await bundleSource(
        `export default { async fetch() { const name = './part.ts';
        const refused = await import(name).catch((error) => error instanceof Error);
        return Response.json([(await import('./part.ts')).word, refused]); } };`,
        { 'part.ts': `export const word: string = 'part';` },
      ),
    );
    expect(JSON.parse(bench.call(isolate).text)).toEqual(['part', true]);
  });

  it('takes the file that a package names for browsers, as wrangler does', async ({ expect }) => {
    const bench = openBench();
    const isolate = bench.start(
      await bundleSource(
        `import { place } from './a.js'; export default { fetch: () => new Response(place) };`,
        {
          'package.json': '{ "browser": { "./a.js": "./b.js" } }',
          'a.js': `import { hostname } from 'node:fs'; export const place = hostname;`,
          'b.js': `export const place = 'browser';`,
        },
      ),
    );
    expect(bench.call(isolate).text).toBe('browser');
  });

  it('says file, line and column of a syntax error and shows the line', async ({ expect }) => {
    const error = await bundleSource(`export default {\n  fetch( { return 1; }\n};`).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'SimError',
      code: 'E_BUNDLE',
      at: { line: 2, text: '  fetch( { return 1; }' },
    });
    expect((error as { at: { file: string; column: number } }).at.file).toMatch(/handler\.ts$/);
    expect((error as { at: { file: string; column: number } }).at.column).toBeGreaterThan(2);
  });

  it('names an import that cannot be found, a module of Node that is not offered, and a missing file', async ({
    expect,
  }) => {
    const missing = await bundleSource(`import 'no-such-package'; export default {};`).catch(
      (thrown: unknown) => thrown,
    );
    expect(missing).toMatchObject({ code: 'E_BUNDLE', message: expect.stringContaining('no-such-package') });
    const refused = await bundleSource(`import fs from 'node:fs'; export default { fs };`).catch(
      (thrown: unknown) => thrown,
    );
    expect(refused).toMatchObject({
      code: 'E_BUNDLE',
      message: expect.stringContaining('node:fs'),
      at: { line: 1 },
    });
    const folder = await mkdtemp(join(tmpdir(), 'antipode-'));
    const absent = await bundleHandler(join(folder, 'none.ts')).catch((thrown: unknown) => thrown);
    expect(absent).toMatchObject({ code: 'E_FILE' });
    await writeFile(join(folder, 'empty.ts'), '');
    const empty = await bundleHandler(join(folder, 'empty.ts')).catch((thrown: unknown) => thrown);
    expect(empty).toMatchObject({ code: 'E_HANDLER' });
    await rm(folder, { recursive: true });
  });

  it('has one digest however its files come off the disk, also with two WebAssembly modules', async ({
    expect,
  }) => {
    const bundled = await Promise.all(
      Array.from({ length: 6 }, () => bundleHandler('scenarios/images/worker.ts')),
    );
    expect(new Set(bundled.map(({ digest }) => digest)).size).toBe(1);
    expect(bundled[0]?.wasm.length).toBe(2);
  });
});
