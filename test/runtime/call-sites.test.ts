// Libraries that replace `Error.prepareStackTrace` to learn who called them, as express's depd does.
import { expect, test } from 'vitest';
import { evaluate, openBench, bundleSource } from './run.ts';

test('a library that asks for call sites gets them, and finds its caller', async () => {
  const seen = await evaluate(
    `function callers() {
      const before = Error.prepareStackTrace;
      const limit = Error.stackTraceLimit;
      const holder = {};
      Error.prepareStackTrace = (error, sites) => sites;
      Error.stackTraceLimit = Math.max(10, limit);
      Error.captureStackTrace(holder);
      const sites = holder.stack.slice(1);
      Error.prepareStackTrace = before;
      Error.stackTraceLimit = limit;
      return sites;
    }
    function deprecated() { return callers(); }
    const [site] = deprecated();
    return [site.getFunctionName(), site.getFileName().endsWith('handler.ts'), site.getLineNumber() > 0, site.isNative(), typeof new Error('x').stack];`,
  );
  expect(seen).toEqual(['deprecated', true, true, false, 'string']);
});

test('what one module sets does not reach the stacks of another', async () => {
  const bench = openBench();
  const first = bench.start(
    await bundleSource(`Error.prepareStackTrace = () => 'mine';
      export default { fetch() { const holder = {}; Error.captureStackTrace(holder); return new Response(holder.stack); } };`),
  );
  const second = bench.start(
    await bundleSource(
      `export default { fetch() { const holder = {}; Error.captureStackTrace(holder); return new Response(holder.stack); } };`,
    ),
  );
  expect(bench.call(first).text).toBe('mine');
  expect(bench.call(second).text).toContain('handler.ts:');
});
