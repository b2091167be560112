// `serve` answers only who knows its secret, on this machine; it runs, changes, compares, and ends cleanly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderJson } from '../../reports/json.ts';
import { serveSession } from '../../sim/cli/serve/http.ts';
import type { Serving } from '../../sim/cli/serve/http.ts';
import type { Followed } from '../../sim/cli/serve/followed.ts';
import { openClassroom } from '../../sim/cli/serve/classroom.ts';
import { Session, openSession } from '../../sim/cli/serve/session.ts';
import { runCli } from './run-cli.ts';
import type { Listener } from '../../sim/cli/serve/session.ts';
import { readChanges, ttlSecondsOf, vary } from '../../sim/cli/serve/vary.ts';
import { syntheticResult } from '../reports/synthetic.ts';
import { examplesOf } from './in-folder.ts';

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
const TOKEN = '0123456789abcdef0123456789abcdef';
const SCENARIO = `title: Tiny
rate: 50/s
window: 4s
requests: [{ name: home, get: / }]
stores: { KV: { kind: workers-kv } }
arms: { origin: { platform: node-origin, stores: { KV: { kind: regional-kv } } }, edge: { platform: cloudflare-workers } }
`;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-serve-'));
  await writeFile(join(folder, 'tiny.yaml'), SCENARIO);
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hello") };\n');
});
afterAll(() => rm(folder, { recursive: true }));

async function serving(session: Session, use: (serving: Serving) => Promise<void>): Promise<void> {
  const server = await serveSession(session, TOKEN);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

/** Status of a request with headers that fetch would not let one set. */
function statusOf(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body) });

describe('the server', () => {
  test('shows a saved result, its report and its arms, and nothing without the secret', async () => {
    await serving(new Session(null, syntheticResult(100)), async ({ url }) => {
      expect(new URL(url).hostname).toBe('127.0.0.1');
      const page = await fetch(url);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await page.text()).toContain('A personalised home page');
      expect(await (await fetch(`${url}report/1`)).text()).toContain('<h1>');
      expect(await (await fetch(`${url}compare/1`)).text()).toContain('edge against origin');
      expect((await fetch(`${url}report/2`)).status).toBe(400);
      for (const path of ['../', `../${TOKEN.replace('0', '1')}/`, 'nothing', 'report'])
        expect((await fetch(new URL(path, url))).status).toBe(404);
    });
  });

  test('is deaf to other names and other sites', async () => {
    await serving(new Session(null, syntheticResult(100)), async ({ url }) => {
      const { host, origin } = new URL(url);
      expect(await statusOf(url, { host })).toBe(200);
      expect(await statusOf(url, { host, origin })).toBe(200);
      expect(await statusOf(url, { host: 'evil.example' })).toBe(404);
      expect(await statusOf(url, { host, origin: 'https://evil.example' })).toBe(404);
    });
  });

  test('refuses to run a result whose scenario is not at hand, and bodies that are no changes', async () => {
    await serving(new Session(null, syntheticResult(100)), async ({ url }) => {
      const changes = { seed: 1, seeds: 2, requests: 10 };
      const answer = await post(`${url}run`, changes);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ message: 'the scenario of this result is not at hand' });
      for (const body of [{ ...changes, seeds: 0 }, { ...changes, more: 1 }, 'x'.repeat(20_000)])
        expect((await post(`${url}run`, body)).status).toBe(400);
    });
  });

  test('takes another port when a second one starts', async () => {
    const session = new Session(null, syntheticResult(100));
    await serving(session, (first) =>
      serving(session, (second) => Promise.resolve(expect(second.url).not.toBe(first.url))),
    );
  });
});

/** Reads server-sent events until one fits. */
async function eventsUntil(url: string, name: string, fits: (data: string) => boolean): Promise<string[]> {
  const seen: string[] = [];
  const stop = new AbortController();
  const { body } = await fetch(`${url}events`, { signal: stop.signal });
  let text = '';
  for await (const chunk of body ?? []) {
    text += new TextDecoder().decode(chunk);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
      seen.push(event);
      if (event === name && fits(data)) return seen;
    }
  }
  throw new Error(`no event ${name} came`);
}

test('a run is told as it goes on, listed when it is done, and compared with one that differs', async () => {
  await serving(await openSession(join(folder, 'tiny.yaml'), () => undefined), async ({ url }) => {
    const changes = { seed: 3, seeds: 2, requests: 200 };
    const first = eventsUntil(url, 'runs', (data) => data.includes('"number":1'));
    expect((await post(`${url}run`, changes)).status).toBe(202);
    expect((await post(`${url}run`, changes)).status).toBe(400);
    const names = await first;
    expect(names.filter((name) => name === 'live').length).toBeGreaterThanOrEqual(4);
    expect(names).toContain('progress');
    // Requests are told while the run goes on, not when it is over.
    expect(names.indexOf('request')).toBeLessThan(names.lastIndexOf('live'));
    const second = eventsUntil(url, 'runs', (data) => data.includes('"number":2'));
    await eventsUntil(url, 'progress', (data) => data.includes('"running":false'));
    await post(`${url}run`, { ...changes, region: 'aws:eu-central-1', ttlSeconds: 30 });
    await second;
    const report = await (await fetch(`${url}report/2`)).text();
    expect(report).toContain('the origin in aws:eu-central-1, a TTL of 30 s');
    expect(await (await fetch(`${url}compare/1/2`)).text()).toContain('Run 2 against run 1');
  });
});

test('the same requests can be followed in every arm, also by who comes later and with a saved result', async () => {
  const session = await openSession(join(folder, 'tiny.yaml'), () => undefined);
  const heard: Followed[] = [];
  const listener: Listener = (event, data) => {
    if (event === 'request') heard.push(data as Followed);
  };
  session.listen(listener);
  session.start({ seed: 1, seeds: 1, requests: 1000 });
  await session.ended();
  const keysOf = (arm: string) =>
    heard
      .filter((one) => one.arm === arm)
      .map(({ key }) => key)
      .toSorted();
  expect(keysOf('edge').length).toBeGreaterThan(15);
  expect(keysOf('edge')).toEqual(keysOf('origin'));
  for (const { phases, ttfbMs, way, run } of heard) {
    expect(phases.at(-1)?.endMs).toBeCloseTo(ttfbMs, 0);
    expect(way.flat().every((unit) => unit >= 0 && unit <= 1200)).toBe(true);
    expect(run).toBe(1);
  }
  const later: string[] = [];
  session.listen((event) => void later.push(event));
  expect(later.filter((event) => event === 'request')).toHaveLength(heard.length);
  const saved: string[] = [];
  new Session(null, syntheticResult(1000)).listen((event) => void saved.push(event));
  expect(saved.filter((event) => event === 'request').length).toBeGreaterThan(10);
});

describe('changes', () => {
  const plan = async () => {
    const { scene } = await openSession(join(folder, 'tiny.yaml'), () => undefined);
    if (scene === null) throw new Error('no scenario');
    return scene.plan;
  };
  const asIs = { seed: 1, seeds: 1, requests: 200 };

  test('that change nothing leave the Plan as it is', async () => {
    const before = await plan();
    expect(vary(before, asIs)).toEqual({ plan: before, differs: [] });
    expect(ttlSecondsOf(before)).toBe(60);
  });

  test('move the stores that stand with the origin, and only the stores with a TTL get one', async () => {
    const { plan: after, differs } = vary(await plan(), {
      ...asIs,
      region: 'aws:eu-central-1',
      ttlSeconds: 30,
      ratePerSecond: 100,
    });
    expect(after.arms.map((arm) => arm.stores[0]?.home)).toEqual(['aws:eu-central-1', 'aws:eu-central-1']);
    expect(after.arms.map((arm) => arm.stores[0]?.options)).toEqual([{}, { cacheTtlMs: 30_000 }]);
    expect(after.windowMs).toBe(2000);
    expect(differs).toHaveLength(4);
  });

  test('keep the baseline and drop the arms that are not wanted', async () => {
    expect(vary(await plan(), { ...asIs, arms: ['edge'] }).plan.arms).toHaveLength(2);
    expect(vary(await plan(), { ...asIs, arms: ['origin'] }).plan.arms).toHaveLength(1);
  });

  test('that are impossible are refused with what is possible', async () => {
    const before = await plan();
    expect(() => vary(before, { ...asIs, region: 'aws:atlantis-1' })).toThrow(/no region/);
    expect(() => vary(before, { ...asIs, ttlSeconds: 1 })).toThrow(/lies from 30 to/);
    expect(() => readChanges('{')).toThrow(/./);
    expect(() => readChanges('{"seed":1,"seeds":1,"requests":1e9}')).toThrow(/requests/);
  });
});

test('the examples of serve print an address and end at Ctrl-C with exit code 0', async () => {
  const examples = await examplesOf('serve');
  expect(examples).toHaveLength(3);
  const saved = join(folder, 'result.json');
  await writeFile(saved, renderJson(syntheticResult(100)));
  for (const example of examples) {
    const argv = example.map((word) => (word.endsWith('.json') ? saved : word));
    const child = spawn(process.execPath, [LAUNCHER, ...argv]);
    const [data] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
    const url = String(data).trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/);
    expect((await fetch(url)).status).toBe(200);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }
});

describe('a lesson on the page', () => {
  const room = async (teacher: boolean, use: (url: string, session: Session) => Promise<void>) => {
    const { session, classroom } = await openClassroom(1, { teacher, say: () => {} });
    const server = await serveSession(session, TOKEN, { host: '127.0.0.1', classroom });
    try {
      await use(server.url, session);
    } finally {
      await server.close();
    }
  };

  test('asks first, and after a run says the number, how far off one was, why, and the task', async () => {
    await room(false, async (url, session) => {
      const page = await (await fetch(url)).text();
      expect(page).toContain('Predict first');
      expect(page).not.toContain('Notes for the instructor');
      expect((await fetch(`${url}lesson/1?guess=180`)).status).toBe(400);
      session.start({ seed: 1, seeds: 2, requests: 500 });
      await session.ended();
      const told = await (await fetch(`${url}lesson/1?guess=180ms`)).text();
      expect(told).toMatch(/class="answer">\d+/);
      expect(told).toContain('You said 180');
      expect(told).toContain('<h3>Why</h3>');
      expect(told).not.toMatch(/\{[a-z-]+\.[a-z]/);
      expect((await fetch(`${url}lesson/1?guess=many`)).status).toBe(400);
    });
  });

  test('differs for the teacher by the notes only', async () => {
    let participant = '';
    await room(false, async (url) => void (participant = await (await fetch(url)).text()));
    await room(true, async (url) => {
      const page = await (await fetch(url)).text();
      expect(page).toContain('Notes for the instructor');
      expect(page.replace(/<details>.*<\/details>/s, '')).toBe(participant);
    });
  });

  test('is served to a network only on an address that was named, and not to names', async () => {
    const { session, classroom } = await openClassroom(1, { teacher: false, say: () => {} });
    const server = await serveSession(session, TOKEN, { host: '0.0.0.0', classroom });
    try {
      const local = server.url.replace('0.0.0.0', '127.0.0.1');
      expect((await fetch(local)).status).toBe(200);
      expect(await statusOf(local, { host: `room.example:${new URL(local).port}` })).toBe(404);
      expect(await statusOf(local.replace(TOKEN, TOKEN.replace('0', '1')), {})).toBe(404);
    } finally {
      await server.close();
    }
  });

  test.each([
    [[], 'serve needs either'],
    [['scenarios/hello', '--lesson', '1'], 'serve needs either'],
    [['scenarios/hello', '--teacher'], '--teacher goes with --lesson'],
    [['scenarios/hello', '--host', 'room.example'], 'expects an address'],
    [['--lesson', '77'], 'there is no lesson 77'],
  ])('%s is refused', async (argv, words) => {
    const { code, err } = await runCli(['serve', ...argv]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});
