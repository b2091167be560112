// What handlers fetch: declared hosts near and far, the site's own origin, and the errors where there is nobody.
import { describe, expect, test } from 'vitest';
import { ask, openWorld, scenarioOf, tookMs } from './asked.ts';

const FETCHING = `
export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const response = await fetch(searchParams.get('of') ?? request, { redirect: searchParams.get('redirect') ?? 'follow' });
    return new Response(\`\${response.status} \${await response.text()}\`);
  },
};`;

const HOSTS = `
hosts:
  near.example: { region: aws:ap-southeast-1, latency: 5ms, body: near }
  far.example: { region: aws:us-east-1, latency: 5ms, body: far }
  sized.example: { region: aws:ap-southeast-1, size: 2KiB }
  table.example:
    region: aws:ap-southeast-1
    routes:
      - { path: /one, body: one }
      - { path: /posted, method: POST, body: posted }
      - { path: /under/*, status: 203, body: under }
      - { path: /moved, status: 302, headers: { location: /one } }
  code.example: { region: aws:ap-southeast-1, handler: host.ts, vars: { NAME: host } }
`;

const files = {
  'handler.ts': FETCHING,
  'host.ts': `
let calls = 0;
export default { fetch: (request, env) => new Response(env.NAME + ' ' + ++calls + ' ' + request.headers.get('host')) };`,
  'origin.ts':
    'export default { fetch: (request) => new Response(`origin of ${new URL(request.url).pathname}`) };',
  'scenario.yaml': scenarioOf(`${HOSTS}origin: { region: aws:us-east-1, handler: origin.ts }\n`),
};

const of = (url: string): string => `/?of=${encodeURIComponent(url)}`;

describe('a fetch to a declared host', () => {
  test('takes the round trips of a new connection, then one, and longer to a far region', async () => {
    const world = await openWorld(files, 'Singapore');
    const [first, second] = [
      ask(world, of('https://near.example/')),
      ask(world, of('https://near.example/')),
    ];
    const [far, again] = [ask(world, of('https://far.example/')), ask(world, of('https://far.example/'))];
    expect([first.body, far.body]).toEqual(['200 near', '200 far']);
    const roundTrip = (took: number): number => took - 5;
    expect(roundTrip(tookMs(first)) / roundTrip(tookMs(second))).toBeCloseTo(3, 1);
    expect(roundTrip(tookMs(far)) / roundTrip(tookMs(again))).toBeCloseTo(3, 1);
    // Singapore to Virginia and back over a backbone: 212 to 230 ms in published measurements.
    expect(roundTrip(tookMs(again))).toBeGreaterThan(200);
    expect(roundTrip(tookMs(second))).toBeLessThan(60);
  });

  test('is answered by the first route that fits, by size, or by 404', async () => {
    const world = await openWorld(files);
    const answers = ['/one', '/posted', '/under/it'].map(
      (path) => ask(world, of(`https://table.example${path}`)).body,
    );
    expect(answers).toEqual(['200 one', '404 Not Found', '203 under']);
    expect(ask(world, of('https://sized.example/')).body).toHaveLength('200 '.length + 2048);
  });

  test('follows redirects hop by hop', async () => {
    const world = await openWorld(files);
    const followed = ask(world, of('https://table.example/moved'));
    expect(followed.body).toBe('200 one');
    expect(followed.ops.map(({ verb }) => verb)).toEqual(['fetch', 'fetch']);
    const manual = ask(world, `${of('https://table.example/moved')}&redirect=manual`);
    expect(manual.body).toBe('302 ');
  });

  test('may be answered by real code, which keeps its own state', async () => {
    const world = await openWorld(files);
    const bodies = [1, 2, 3, 4, 5].map(() => ask(world, of('https://code.example/')).body);
    // A Node server of four processes takes requests in turn.
    expect(bodies).toEqual([
      ...Array.from({ length: 4 }, () => '200 host 1 code.example'),
      '200 host 2 code.example',
    ]);
  });
});

describe('a fetch to the own host', () => {
  test('goes to the handler of the origin', async () => {
    const world = await openWorld(files);
    expect(ask(world, '/page').body).toBe('200 origin of /page');
  });

  test('is an error that names the key when nobody answers there', async () => {
    const world = await openWorld({ ...files, 'scenario.yaml': scenarioOf(HOSTS) });
    const { outcome, error } = ask(world, '/page');
    expect(outcome).toBe('exception');
    expect(error?.message).toMatch(/app\.example.*"hosts:"/);
  });
});

test('a host stands for all others when it is called *', async () => {
  const scenario = scenarioOf('hosts: { "*": { region: aws:us-east-1, body: anyone } }\n');
  const world = await openWorld({ ...files, 'scenario.yaml': scenario });
  expect(ask(world, of('https://whoever.example/')).body).toBe('200 anyone');
});

test('a host that no cable leads to answers 523', async () => {
  const fault = 'faults: [{ close: aws:us-east-1, from: 0s, to: 1h }]\n';
  const world = await openWorld({ ...files, 'scenario.yaml': scenarioOf(`${HOSTS}${fault}`) }, 'Singapore');
  expect(ask(world, of('https://far.example/')).body).toBe('523 error code: 523');
});
