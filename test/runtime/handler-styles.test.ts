// Lambda behind a function URL, Lambda@Edge's four triggers and CloudFront Functions: the events they get and the answers they may give.
import { describe, expect, test } from 'vitest';
import type { HandlerStyle } from '../../sim/runtime/handler-style.ts';
import type { IncomingRequest } from '../../sim/runtime/types.ts';
import { bundleSource, openBench } from './run.ts';
import type { Answerer, Outcome } from './run.ts';

/** Calls a handler once in a style; what it fetches answers `origin of <url>` unless something else is said. */
async function callAs(
  style: HandlerStyle,
  source: string,
  request: Partial<IncomingRequest> = {},
  answer: Answerer = ({ key }) => ({
    ok: true,
    value: `origin of ${key}`,
    metaJson: '{"status":200,"headers":["x-origin","1","set-cookie","o=1; Path=/"]}',
  }),
): Promise<Outcome> {
  const bench = openBench({ answer });
  const isolate = bench.realm.createIsolate(await bundleSource(source), { ownerKey: 1, bindings: [], style });
  isolate.start();
  bench.realm.settle();
  return bench.call(isolate, request);
}

const FORM: Partial<IncomingRequest> = {
  method: 'POST',
  url: 'https://shop.example/a%20b/c?x=1&x=2&y=%C3%A9',
  headers: [
    'Content-Type',
    'application/json',
    'X-Many',
    '1',
    'x-many',
    '2',
    'cookie',
    'a=1; b=2',
    'user-agent',
    'test',
  ],
  body: '{"q":"é"}',
};

describe('a function behind its URL', () => {
  const echo = `export const handler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ event, context, left: context.getRemainingTimeInMillis() }) });`;

  test('gets an event of payload format 2.0', async () => {
    const outcome = await callAs('auto', echo, FORM);
    const { event, context, left } = JSON.parse(outcome.text) as Record<string, Record<string, unknown>>;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a%20b/c',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'shop.example',
        'content-type': 'application/json',
        'x-many': '1, 2',
        'user-agent': 'test',
      },
      queryStringParameters: { x: '1,2', y: 'é' },
      body: '{"q":"é"}',
      isBase64Encoded: false,
      requestContext: {
        domainName: 'shop.example',
        http: { method: 'POST', path: '/a%20b/c', protocol: 'HTTP/1.1', userAgent: 'test' },
        stage: '$default',
        time: '01/Jan/2026:00:00:00 +0000',
        timeEpoch: 1_767_225_600_000,
      },
    });
    expect(event?.['headers']).not.toHaveProperty('cookie');
    expect(context?.['awsRequestId']).toMatch(/^[\da-f-]{36}$/);
    expect(left).toBe(30_000);
  });

  test('gets a body that is no text in base64', async () => {
    const outcome = await callAs('auto', echo, {
      method: 'POST',
      headers: ['content-type', 'image/png'],
      body: new Uint8Array([0, 255]),
    });
    const { event } = JSON.parse(outcome.text) as { event: object };
    expect(event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  test.each([
    [`({ statusCode: 201, headers: { 'X-A': 'b' }, cookies: ['a=1', 'b=2'], body: 'made' })`, 201, 'made'],
    [`({ statusCode: 200, body: 'AGE=', isBase64Encoded: true })`, 200, '\u0000a'],
    [`({ statusCode: 204 })`, 204, ''],
    [`({ hello: 'world' })`, 200, '{"hello":"world"}'],
    [`'Hello, world!'`, 200, '"Hello, world!"'],
    [`undefined`, 200, 'null'],
  ])('may answer %s', async (result, status, text) => {
    const outcome = await callAs('auto', `export const handler = async () => ${result};`);
    expect(outcome).toMatchObject({ status, text, error: '' });
    expect(outcome.headers['content-type']).toBe('application/json');
  });

  test('may set several cookies', async () => {
    const outcome = await callAs(
      'auto',
      `export const handler = async () => ({ statusCode: 200, cookies: ['a=1', 'b=2'] });`,
    );
    expect(outcome.headerList.filter((text) => text.includes('='))).toEqual(['a=1', 'b=2']);
  });

  test('may answer by a callback, and may be a CommonJS export', async () => {
    const source = `exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { statusCode: 200, body: event.rawPath }), 5); };`;
    const bench = openBench();
    const isolate = bench.start(
      await bundleSource(`export * from './lambda.cjs';\nexport { handler } from './lambda.cjs';`, {
        'lambda.cjs': source,
      }),
    );
    expect(bench.call(isolate, { url: 'https://a.example/x' }).text).toBe('/x');
  });

  test('fails with what it throws, and with a body that is no text', async () => {
    expect(
      (await callAs('auto', `export const handler = async () => { throw new RangeError('no'); };`)).error,
    ).toBe('RangeError: no');
    expect(
      (await callAs('auto', `export const handler = async () => ({ statusCode: 200, body: {} });`)).error,
    ).toBe(`TypeError: The "body" of a function URL's response must be a string, found object.`);
  });
});

describe('Lambda@Edge', () => {
  const record = (body: string): string =>
    `export const handler = async (event) => { const { config, request, response } = event.Records[0].cf; ${body} };`;

  test('a viewer request may be changed and goes on through the cache', async () => {
    const outcome = await callAs(
      'viewer-request',
      record(`if (config.eventType !== 'viewer-request' || request.headers['x-a'][0].value !== 'b') throw new Error('event');
        request.uri = '/changed'; request.querystring = 'v=' + request.method; request.headers['x-new'] = [{ key: 'X-New', value: 'n' }]; return request;`),
      { url: 'https://shop.example/old?z', headers: ['x-a', 'b'] },
    );
    expect(outcome).toMatchObject({ status: 200, text: 'origin of https://shop.example/changed?v=GET' });
    const { headers, cf, redirect } = JSON.parse(outcome.operations[0]?.optionsJson ?? '') as Record<
      string,
      unknown
    >;
    expect({ cf, redirect }).toEqual({ cf: { cacheEverything: true }, redirect: 'manual' });
    expect(headers).toEqual(expect.arrayContaining(['x-a', 'b', 'x-new', 'n']));
  });

  test('an origin request may choose another origin, replace the body, and skips the cache', async () => {
    const outcome = await callAs(
      'origin-request',
      record(`const { custom } = request.origin; if (custom.domainName !== 'shop.example' || atob(request.body.data) !== 'old') throw new Error('event');
        custom.domainName = 'other.example'; custom.path = '/v2'; request.headers.host = [{ key: 'Host', value: 'other.example' }];
        request.body = { action: 'replace', encoding: 'text', data: 'new' }; return request;`),
      { method: 'POST', url: 'https://shop.example/a', body: 'old' },
    );
    expect(outcome.text).toBe('origin of https://other.example/v2/a');
    const [operation] = outcome.operations;
    expect(new TextDecoder().decode(operation?.body as Uint8Array)).toBe('new');
    expect(JSON.parse(operation?.optionsJson ?? '')).not.toHaveProperty('cf');
  });

  test.each(['viewer-request', 'origin-request'] as const)('a %s may answer itself', async (style) => {
    const outcome = await callAs(
      style,
      record(
        `return { status: '302', statusDescription: 'Found', headers: { location: [{ key: 'Location', value: '/x' }], 'set-cookie': [{ value: 'a=1' }, { value: 'b=2' }] }, body: 'eA==', bodyEncoding: 'base64' };`,
      ),
    );
    expect(outcome).toMatchObject({ status: 302, statusText: 'Found', text: 'x', operations: [] });
    expect(outcome.headerList).toEqual(expect.arrayContaining(['location', '/x', 'a=1', 'b=2']));
  });

  test('an origin response may be replaced, errors included; its body stays when none is given', async () => {
    const down: Answerer = () => ({ ok: true, value: 'down', metaJson: '{"status":503,"headers":[]}' });
    const replaced = await callAs(
      'origin-response',
      record(`return { status: '200', headers: {}, body: 'was ' + response.status + ' of ' + request.uri };`),
      { url: 'https://shop.example/p' },
      down,
    );
    expect(replaced).toMatchObject({ status: 200, text: 'was 503 of /p' });
    const kept = await callAs(
      'origin-response',
      record(`response.headers['x-more'] = [{ value: '1' }]; return response;`),
    );
    expect(kept.text).toBe('origin of https://example.com/');
    expect(kept.headers).toMatchObject({ 'x-more': '1', 'x-origin': '1' });
  });

  test('a viewer response may change headers but no status, and is not asked about errors', async () => {
    const headers = await callAs(
      'viewer-response',
      record(`delete response.headers['x-origin']; return response;`),
    );
    expect(headers).toMatchObject({ status: 200, text: 'origin of https://example.com/' });
    expect(headers.headers).not.toHaveProperty('x-origin');
    const status = await callAs('viewer-response', record(`return { ...response, status: '201' };`));
    expect(status.error).toContain('the status of a viewer response cannot be changed');
    const down: Answerer = () => ({ ok: true, value: 'down', metaJson: '{"status":503,"headers":[]}' });
    expect(await callAs('viewer-response', record(`throw new Error('asked');`), {}, down)).toMatchObject({
      status: 503,
      text: 'down',
      error: '',
    });
  });

  test('what it returns must make sense', async () => {
    expect((await callAs('viewer-request', record(`return undefined;`))).error).toContain(
      'failed validation',
    );
    expect((await callAs('viewer-request', record(`return { status: 'x' };`))).error).toContain(
      'the status "x"',
    );
    expect((await callAs('viewer-request', `export const other = 1; export default {};`)).error).toContain(
      'no function named handler',
    );
  });
});

describe('CloudFront Functions', () => {
  test('a function that is declared and not exported changes the viewer request', async () => {
    const outcome = await callAs(
      'auto',
      `function handler(event) {
        var request = event.request;
        if (event.version !== '1.0' || event.context.eventType !== 'viewer-request') throw new Error('event');
        if (request.querystring.a.multiValue.length !== 2 || request.cookies.id.value !== '7') throw new Error('fields');
        if (request.uri.endsWith('/')) request.uri += 'index.html';
        request.headers['x-id'] = { value: request.cookies.id.value };
        request.querystring = { v: { value: '1' } };
        return request;
      }`,
      { url: 'https://shop.example/docs/?a=1&a=2', headers: ['cookie', 'id=7; theme=dark'] },
    );
    expect(outcome).toMatchObject({ error: '', text: 'origin of https://shop.example/docs/index.html?v=1' });
    const { headers } = JSON.parse(outcome.operations[0]?.optionsJson ?? '') as { headers: string[] };
    expect(headers).toEqual(expect.arrayContaining(['x-id', '7', 'cookie', 'id=7; theme=dark']));
  });

  test('it may answer, with cookies and a body', async () => {
    const outcome = await callAs(
      'cloudfront-viewer-request',
      `function handler() { return { statusCode: 401, statusDescription: 'Unauthorized', headers: { 'www-authenticate': { value: 'Basic' } },
        cookies: { a: { value: '1', attributes: 'Path=/; Secure' } }, body: { encoding: 'text', data: 'no' } }; }`,
    );
    expect(outcome).toMatchObject({ status: 401, statusText: 'Unauthorized', text: 'no', operations: [] });
    expect(outcome.headers).toMatchObject({
      'www-authenticate': 'Basic',
      'set-cookie': 'a=1; Path=/; Secure',
    });
  });

  test('a viewer response gets the response, and its body goes through', async () => {
    const outcome = await callAs(
      'cloudfront-viewer-response',
      `async function handler(event) {
        if (event.response.cookies.o.value !== '1' || event.response.statusCode !== 200) throw new Error('event');
        event.response.headers['strict-transport-security'] = { value: 'max-age=1' };
        return event.response;
      }
      export { handler };`,
    );
    expect(outcome).toMatchObject({ status: 200, error: '', text: 'origin of https://example.com/' });
    expect(outcome.headers).toMatchObject({
      'strict-transport-security': 'max-age=1',
      'set-cookie': 'o=1; Path=/',
    });
  });
});
