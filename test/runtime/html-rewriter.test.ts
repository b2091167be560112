// HTMLRewriter in a realm: what streams through it, what fails, and what handlers that wait may do meanwhile.
import { expect, test } from 'vitest';
import { evaluate, openHandler } from './run.ts';

const WRITE = `const encoder = new TextEncoder();
const chunks = (count, text) => {
  let given = 0;
  return new ReadableStream({
    pull(controller) {
      if (given++ === count) controller.close();
      else controller.enqueue(encoder.encode(text));
    },
  });
};`;

test('a document of eight megabytes passes through without being held', async () => {
  const [size, asked] = (await evaluate(`${WRITE}
    let asked = 0;
    const source = new ReadableStream({
      pull(controller) {
        if (asked++ === 128) controller.close();
        else controller.enqueue(encoder.encode('<p>' + 'x'.repeat(65_529) + '</p>'));
      },
    });
    const rewriter = new HTMLRewriter().on('p', { element: (e) => void e.setAttribute('n', '1') });
    const reader = rewriter.transform(new Response(source)).body.getReader();
    let size = (await reader.read()).value.length;
    const askedAtFirst = asked;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
    }
    return [size, askedAtFirst];`)) as [number, number];
  expect(size).toBe(128 * (65_536 + ' n="1"'.length));
  expect(asked).toBeLessThan(5);
});

test('the first rewritten bytes leave before the document has ended', async () => {
  const { bench, isolate } = await openHandler(`export default { fetch() {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    (async () => {
      await writer.write(encoder.encode('<h1>a</h1>'));
      await scheduler.wait(50);
      await writer.write(encoder.encode('<h1>b</h1>'));
      await writer.close();
    })();
    return new HTMLRewriter().on('h1', { element: (e) => void e.append('!') }).transform(new Response(readable));
  } };`);
  const callId = bench.begin(isolate);
  expect(bench.outcome(callId).text).toBe('<h1>a!</h1>');
  bench.finish();
  expect(bench.outcome(callId).text).toBe('<h1>a!</h1><h1>b!</h1>');
  expect(bench.clockUs).toBe(50_000);
});

test('handlers may fetch while the document waits', async () => {
  const { bench, isolate } = await openHandler(
    `export default { fetch() {
      return new HTMLRewriter()
        .on('include', { async element(e) { e.replace(await (await fetch(e.getAttribute('src'))).text()); } })
        .transform(new Response('<include src="http://a/1"></include>-<include src="http://a/2"></include>'));
    } };`,
    { answer: ({ key }) => ({ ok: true, value: `from ${key}` }) },
  );
  const outcome = bench.call(isolate);
  expect(outcome.text).toBe('from http://a/1-from http://a/2');
  expect(outcome.operations.map(({ key }) => key)).toEqual(['http://a/1', 'http://a/2']);
});

test('a failed document does not disturb the next ones', async () => {
  const texts = await evaluate(`
    const run = (handlers) => new HTMLRewriter().on('p', handlers).transform(new Response('<p>1</p><p>2</p>')).text();
    const seen = [];
    for (const failure of [() => { throw new Error('now'); }, async () => { await null; throw new Error('later'); }]) {
      seen.push(await run({ element: failure }).catch((error) => error.message));
      seen.push(await run({ element: (e) => void e.append('!') }));
    }
    return seen;`);
  const written = '<p>1!</p><p>2!</p>';
  expect(texts).toEqual(['now', written, 'later', written]);
});

test('an error of the source becomes the error of the rewritten body', async () => {
  const seen = await evaluate(`
    const source = new ReadableStream({ pull(controller) { controller.error(new RangeError('torn')); } });
    return new HTMLRewriter().transform(new Response(source)).text().catch((error) => [error.name, error.message]);`);
  expect(seen).toEqual(['RangeError', 'torn']);
});

test('what stands before an element leaves while the handler of that element waits', async () => {
  const seen = await evaluate(`
    let open;
    const gate = new Promise((resolve) => (open = resolve));
    const element = async (e) => { await gate; e.setInnerContent('x'); };
    const reader = new HTMLRewriter().on('b', { element }).transform(new Response('<p>first</p><b></b>')).body.getReader();
    const texts = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return texts;
      texts.push(new TextDecoder().decode(value));
      open();
    }`);
  expect(seen).toEqual(['<p>first</p>', '<b>x</b>']);
});

test('who stops reading stops the source', async () => {
  const why = await evaluate(`${WRITE}
    let why = null;
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue(encoder.encode('<p>')),
      cancel: (reason) => { why = reason; },
    });
    await new HTMLRewriter().transform(new Response(source)).body.cancel('enough');
    return String(why);`);
  expect(why).toBe('Error: enough');
});

test('nesting of a thousand elements with handlers that wait is no trouble', async () => {
  const count = await evaluate(`
    let count = 0;
    await new HTMLRewriter()
      .on('div', { async element(e) { await scheduler.wait(1); count++; e.onEndTag(async () => { await null; count++; }); } })
      .transform(new Response('<div>'.repeat(1000) + '</div>'.repeat(1000)))
      .text();
    return count;`);
  expect(count).toBe(2000);
});

test('a rewriter made in global scope serves every request', async () => {
  const { bench, isolate } = await openHandler(`
    const rewriter = new HTMLRewriter().on('p', { element: (e) => void e.append('!') });
    export default { fetch: (request) => rewriter.transform(new Response('<p>' + request.method + '</p>')) };`);
  expect(bench.call(isolate).text).toBe('<p>GET!</p>');
  expect(bench.call(isolate, { method: 'POST' }).text).toBe('<p>POST!</p>');
});

test('tokens cannot be made by handlers', async () => {
  const seen = await evaluate(`
    let Element;
    await new HTMLRewriter()
      .on('p', { element(e) { Element = e.constructor; } })
      .transform(new Response('<p>'))
      .text();
    try { new Element(); } catch (error) { return [error.name, error.message]; }`);
  expect(seen).toEqual(['TypeError', 'Illegal constructor']);
});

test('a rewritten response does not leave with the length of the original', async () => {
  const { bench, isolate } = await openHandler(
    `export default { async fetch() {
      return new HTMLRewriter().on('p', { element: (e) => void e.append('more') }).transform(await fetch('http://a/'));
    } };`,
    {
      answer: () => ({
        ok: true,
        value: '<p>x</p>',
        metaJson: JSON.stringify({ headers: ['content-type', 'text/html', 'content-length', '8'] }),
      }),
    },
  );
  const { headerList, text } = bench.call(isolate);
  expect(text).toBe('<p>xmore</p>');
  expect(headerList).toEqual(['content-type', 'text/html']);
});
