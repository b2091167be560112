// The language inside a realm is the one that libraries expect, although every intrinsic is frozen.
import { describe, it } from 'vitest';
import { evaluate, openHandler } from './run.ts';

describe('the language of a realm', () => {
  it('lets heirs of frozen prototypes have properties of the same names', async ({ expect }) => {
    const result = await evaluate(`
      class Refused extends Error { constructor(m) { super(m); this.name = 'Refused'; this.message = 'own ' + m; } }
      function Old() {} Old.prototype = Object.create(Error.prototype); Old.prototype.constructor = Old; Old.prototype.toString = () => 'old';
      const map = Object.create(Map.prototype); map.get = () => 5;
      class Mine extends Response { constructor() { super('x'); this.text = async () => 'mine'; } }
      const request = new Request('https://a.example'); request.json = async () => 'given'; request.params = { id: 1 };
      const plain = { toString: () => 'plain', constructor: 1 }; const f = () => 1; f.toString = () => 'f'; f.call = 7;
      return [String(new Refused('m')), String(new Old()), map.get(), await new Mine().text(), await request.json(), request.params.id, String(plain), String(f), f.call];`);
    expect(result).toEqual(['Refused: own m', 'old', 5, 'mine', 'given', 1, 'plain', 'f', 7]);
  });

  it('throws a ReferenceError for names that nobody declared, and answers typeof for them', async ({
    expect,
  }) => {
    const result = await evaluate(`
      const attempt = (work) => { try { return work(); } catch (error) { return error.name + ': ' + error.message; } };
      const before = [attempt(() => nobody), attempt(() => { nobody = 1; }), typeof nobody, typeof window, typeof process];
      globalThis.nobody = 5; const after = [nobody, attempt(() => { nobody = 6; return globalThis.nobody; })];
      return [before, after];`);
    expect(result).toEqual([
      [
        'ReferenceError: nobody is not defined',
        'ReferenceError: nobody is not defined',
        'undefined',
        'undefined',
        'undefined',
      ],
      [5, 6],
    ]);
  });

  it('lets a module replace the names of its own isolate, such as fetch', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`
      const real = globalThis.fetch; let calls = 0;
      globalThis.fetch = async (...args) => { calls++; return new Response('patched ' + args[0]); };
      export default { async fetch() { return new Response(await (await fetch('x')).text() + calls + (typeof real)); } };`);
    expect(bench.call(isolate).text).toBe('patched x1function');
  });

  it('has one Date, one Error and one Array, whichever way they are asked for', async ({ expect }) => {
    const result = await evaluate(`
      return [new Date().constructor === Date, new Date(0) instanceof Date, Object.getPrototypeOf(new Date()) === Date.prototype, new Error('x').constructor === Error,
        [].constructor === Array, new TypeError() instanceof Error, JSON.parse('[]') instanceof Array, globalThis.Array === Array, globalThis.Response === Response, self === globalThis];`);
    expect(result).toEqual(Array.from({ length: 10 }, () => true));
  });

  it('lets libraries set the length of stacks, which changes nothing for others', async ({ expect }) => {
    const result = await evaluate(`
      Error.stackTraceLimit = 0; const error = new Error('x'); Error.captureStackTrace(error);
      return [Error.stackTraceLimit, typeof Error.prepareStackTrace, error.stack.includes('handler.ts')];`);
    expect(result).toEqual([0, 'undefined', true]);
  });

  it('formats no present other than the simulated one', async ({ expect }) => {
    const result = await evaluate(
      `const f = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'UTC' });
      return [f.format(), f.formatToParts()[0].value, Date().includes('2040'), String(new (new Date().constructor)()).includes('2040'), new Date(0).toISOString()];`,
      { epochMs: Date.UTC(2040, 5, 1) },
    );
    expect(result).toEqual(['2040', '2040', true, true, '1970-01-01T00:00:00.000Z']);
  });
});
