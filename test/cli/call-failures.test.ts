// What goes wrong in a call is told apart, and leaves other lines alone.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calls, folderOf, get } from './call-lines.ts';
import { runCli } from './run-cli.ts';

describe('failures', { timeout: 60_000 }, () => {
  test('are told apart, shown as users see them, and leave the state of other lines alone', async () => {
    const answers = await calls([get('/count'), get('/throw'), get('/hang'), get('/endless'), get('/count')]);
    expect(answers.map(({ status, outcome, body }) => [status, outcome, body])).toEqual([
      [200, 'ok', '1'],
      [500, 'exception', 'error code: 1101'],
      [500, 'hung', 'error code: 1101'],
      [503, 'exceededCpu', 'error code: 1102'],
      [200, 'ok', '2'],
    ]);
    expect(answers[1]?.error).toEqual({ name: 'RangeError', message: 'out of range' });
  });

  test('lines that make no sense are answered by an error, and the next line goes on', async () => {
    const answers = await calls([
      'nonsense',
      { ws: { url: 5 } },
      { advance: 'soon' },
      { method: 'GET' },
      { url: '/bytes', method: 'two words' },
      { url: '/bytes', headers: { 'two words': 'x' } },
      { url: 'ftp://site.test/' },
      get('/bytes'),
    ]);
    expect(answers.map(({ error }) => error?.code)).toEqual([
      ...Array.from({ length: 7 }, () => 'E_USAGE'),
      undefined,
    ]);
    expect(answers[1]?.error.message).toBe('ws.url: expected a url');
  });

  test('say which line it is, what was expected, and the nearest word', async () => {
    const answers = await calls([{ bad: 1 }, { shedule: {} }, get('/count'), { ur: '/count' }]);
    expect(answers.map(({ error, status }) => error ?? status)).toEqual([
      {
        code: 'E_USAGE',
        message:
          'url: expected a url; found "bad": a line has one of method, url, headers, body, bodyBase64, cf, scheduled, queue, ws, advance, dump',
        line: 1,
      },
      {
        code: 'E_USAGE',
        message: 'url: expected a url; found "shedule": did you mean "scheduled"?',
        line: 2,
      },
      200,
      { code: 'E_USAGE', message: 'url: expected a url; found "ur": did you mean "url"?', line: 4 },
    ]);
  });

  test('a line that had no answer but an error has none of the later ones, also when they are called again', async () => {
    const answers = await calls([{ advance: 'soon' }, get('/count'), get('/endless'), get('/count')]);
    expect(answers.map(({ outcome, error }) => outcome ?? error.code)).toEqual([
      'E_USAGE',
      'ok',
      'exceededCpu',
      'ok',
    ]);
    expect(answers[3]?.body).toBe('2');
  });

  const greedy: readonly (readonly [string, string])[] = [
    ['small objects', 'const all = []; for (;;) all.push({ x: 1 });'],
    ['a map that grows', 'const all = new Map(); for (let i = 0; ; i++) all.set(i, { i });'],
    ['numbers in one array', 'const all = []; for (;;) all.push(0.5);'],
    ['texts', "const all = []; for (let i = 0; ; i++) all.push('x'.repeat(1000) + i);"],
  ];
  test.for(greedy)('code that fills its memory with %s ends its own request only', async ([, code]) => {
    const folder = await folderOf({
      'handler.js': `export default { fetch(request) { if (request.url.endsWith('/all')) { ${code} } return new Response('fine'); } };`,
      'lines.ndjson': '{"url":"/"}\n{"url":"/all"}\n{"url":"/"}\n',
    });
    const files = [join(folder, 'handler.js'), '--requests', join(folder, 'lines.ndjson')];
    const { out } = await runCli(['call', ...files]);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; outcome: string });
    expect(answers.map(({ status, outcome }) => [status, outcome])).toEqual([
      [200, 'ok'],
      [503, 'exceededMemory'],
      [200, 'ok'],
    ]);
  });

  test('a module that never finishes evaluating is an error of every line', async () => {
    const folder = await folderOf({
      'handler.js': 'for (;;);\nexport default { fetch() {} };',
      'lines.ndjson': '{"url":"/"}\n{"url":"/"}\n',
    });
    const { out, code } = await runCli([
      'call',
      join(folder, 'handler.js'),
      '--requests',
      join(folder, 'lines.ndjson'),
    ]);
    const codes = out.match(/"code":"E_HANDLER"/g);
    expect([code, codes?.length]).toEqual([0, 2]);
  });

  test('a body that breaks off shows what had arrived', async () => {
    const folder = await folderOf({
      'handler.js': `export default { fetch() {
        let sent = 0;
        return new Response(new ReadableStream({ pull(controller) {
          if (++sent > 2) throw new Error('broke off');
          controller.enqueue(new TextEncoder().encode('part ' + sent + ' '));
        } }));
      } };`,
    });
    const { out } = await runCli(['call', join(folder, 'handler.js'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      status: 200,
      body: 'part 1 part 2 ',
      outcome: 'exception',
      error: { message: 'broke off' },
    });
  });

  test('a body that somebody is about to read breaks off before its first byte', async () => {
    const folder = await folderOf({
      'handler.js': `export default { fetch() {
        const response = new Response('text', { status: 203 });
        response.body.getReader();
        return response;
      } };`,
    });
    const { out } = await runCli(['call', join(folder, 'handler.js'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      status: 203,
      body: '',
      outcome: 'exception',
      error: { name: 'TypeError', message: 'The ReadableStream has been locked to a reader.' },
    });
  });
});
