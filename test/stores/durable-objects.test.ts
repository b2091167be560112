// Durable Objects by the contract of the stores: what is read was written, no sooner known than light allows, never older than what was acknowledged; and the same bytes from whatever kernel and threads.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseResult } from '../../reports/read.ts';
import type { RunResult } from '../../reports/result.ts';
import { pops } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { bodies, trial } from '../engine/trial-bench.ts';

const COUNTER = `import { DurableObject } from 'cloudflare:workers';
export class Counter extends DurableObject {
  async add() {
    const value = ((await this.ctx.storage.get('value')) ?? 0) + 1;
    await this.ctx.storage.put('value', value);
    return value;
  }
  async read() { return (await this.ctx.storage.get('value')) ?? 0; }
}`;

/** One operation on the only object, as the code that asked for it saw it. */
interface Seen {
  readonly verb: 'add' | 'read';
  readonly value: number;
  readonly colo: string;
  readonly fromMs: number;
  readonly toMs: number;
}

const sites = new Map(pops('cloudflare', { mainlandChina: true }).map((pop) => [pop.code, pop]));

/** The time that light takes from one PoP to the other. */
function lightMs(from: string, to: string): number {
  const [a, b] = [sites.get(from), sites.get(to)];
  return a === undefined || b === undefined ? 0 : (distanceKm(a, b) / 299_792.458) * 1000;
}

describe.each([1, 2])('an object that the whole world writes and reads (seed %i)', (seed) => {
  let seen: readonly Seen[] = [];
  beforeAll(async () => {
    const run = await trial({
      seed,
      scenario: {
        rate: '30/s',
        stores: { COUNTER: { kind: 'durable-objects', class: 'Counter' } },
        requests: [
          { name: 'add', get: '/add' },
          { name: 'read', get: '/read' },
        ],
      },
      source: `${COUNTER}
      export default { async fetch(request, env) {
        const fromMs = Date.now();
        const verb = new URL(request.url).pathname.slice(1);
        const value = await env.COUNTER.getByName('all')[verb]();
        return Response.json({ verb, value, colo: request.cf.colo, fromMs, toMs: Date.now() });
      } };`,
    });
    seen = bodies(run).map((body) => JSON.parse(body) as Seen);
  });

  const by = (verb: Seen['verb']): readonly Seen[] => seen.filter((one) => one.verb === verb);

  test('accounts for every increment: each has a number of its own, and none is left out', () => {
    const numbers = by('add').map(({ value }) => value);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    expect(numbers.length).toBeGreaterThan(100);
  });

  test('is strong: nobody sees less than what had been acknowledged before they asked', () => {
    const missed = seen.flatMap((read) =>
      by('add').filter((write) => write.toMs <= read.fromMs && write.value > read.value),
    );
    expect(missed).toEqual([]);
  });

  test('shows an increment no sooner than light could bring it from its writer', () => {
    const writes = new Map(by('add').map((write) => [write.value, write]));
    // The clock that code reads is in whole milliseconds.
    const tooSoon = by('read').filter((read) => {
      const write = writes.get(read.value);
      return write !== undefined && read.toMs + 1 < write.fromMs + lightMs(write.colo, read.colo);
    });
    expect(tooSoon).toEqual([]);
  });
});

const LAUNCHER = 'sim/cli/antipode.js';
const run = promisify(execFile);

const FAR_APART = `title: Two cities
rate: 20/s
window: 30s
handler: handler.ts
users: { from: { cities: [Sydney, Madrid] }, count: 100 }
requests:
  - { name: add, post: /add }
stores:
  COUNTER: { kind: durable-objects, class: Counter, hint: oc }
  KV: { kind: regional-kv, home: "aws:us-east-1" }
arms:
  object: { platform: cloudflare-workers, vars: { STORE: object } }
  database: { platform: cloudflare-workers, vars: { STORE: database } }
baseline: database
`;

describe('antipode run with users in Sydney and Madrid', { timeout: 60_000 }, () => {
  let folder = '';
  const printed = async (...flags: readonly string[]): Promise<string> => {
    const scenario = join(folder, 'scenario.yaml');
    const asked = ['run', scenario, '--json', '--quiet', '--no-cache', '--seeds', '2', ...flags];
    const { stdout } = await run(process.execPath, [LAUNCHER, ...asked, '--out', join(folder, 'out')], {
      maxBuffer: 1 << 28,
    });
    return stdout.replace(/"machine":\s*\{[^{}]*\}/, '"machine":{}');
  };
  let one = '';
  let result: RunResult;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antipode-objects-'));
    await writeFile(join(folder, 'scenario.yaml'), FAR_APART);
    await writeFile(
      join(folder, 'handler.ts'),
      `${COUNTER}
      export default { async fetch(request, env) {
        if (env.STORE === 'object') return Response.json(await env.COUNTER.getByName('all').add());
        const value = Number(await env.KV.get('value')) + 1;
        await env.KV.put('value', String(value));
        return Response.json(value);
      } };`,
    );
    // The first run measures the handler.
    await printed('--seeds', '1');
    one = await printed('--jobs', '1');
    result = parseResult(one, 'standard output');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  const summary = (name: string): Readonly<Record<string, number | null>> =>
    result.arms.find((arm) => arm.name === name)?.summary ?? {};

  test('the object loses no update, and the database, read and written back, loses many', () => {
    expect(summary('object')['objects.calls']).toBeGreaterThan(1000);
    expect(summary('object')['objects.lostUpdates']).toBe(0);
    expect(summary('database')['store.lostUpdates']).toBeGreaterThan(100);
  });

  test('an increment costs the near ones the commit, and the far ones the way round the earth', () => {
    expect(summary('object')['objects.call.p50']).toBeLessThan(summary('object')['objects.call.p95'] ?? 0);
    expect(summary('object')['objects.call.p95']).toBeGreaterThan(2 * lightMs('SYD', 'MAD'));
  });

  test.each([
    ['on two threads', ['--jobs', '2']],
    ['on the reference kernel', ['--kernel', 'simjs']],
  ])('gives the same bytes %s', async (_how, flags) => {
    expect((await printed(...flags)) === one).toBe(true);
  });
});
