// A queue gives the bytes of one thread, whatever happens to its workers; large values travel in pieces, and mistakes come back as they are.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineDigest } from '../../sim/engine-digest.ts';
import { Blobs } from '../../sim/ensemble/queue/blobs.ts';
import { QUEUE_PREFIX, queueNameOf } from '../../sim/ensemble/queue/jobs.ts';
import { runCli } from '../cli/run-cli.ts';
import { findRedis, startRedis } from './redis.ts';
import { TINY, bytesOf, tinyScenario } from './tiny-scenario.ts';

const LAUNCHER = fileURLToPath(new URL('../../sim/cli/antipode.js', import.meta.url));
const program = findRedis();
let url = '';
let folder = '';
let scenario = '';
const cleanUp: (() => Promise<void>)[] = [];
const at = (...parts: string[]): string => join(folder, ...parts);

beforeAll(async () => {
  if (program === null) return;
  const tiny = await tinyScenario();
  const server = await startRedis(program);
  ({ folder, scenario } = tiny);
  ({ url } = server);
  cleanUp.push(server.stop, tiny.remove);
});
afterAll(async () => {
  for (const step of cleanUp) await step();
});

/** A command line in a process of its own, and what it has said so far. */
function start(...argv: string[]): { child: ChildProcess; said: () => string; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [LAUNCHER, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr?.on('data', (data: Buffer) => (text += data.toString()));
  return { child, said: () => text, ended: once(child, 'exit') };
}

const startWorker = () => start('worker', '--queue', url, '--jobs', '1');

async function stopWorker({ child, ended }: ReturnType<typeof start>): Promise<void> {
  child.kill('SIGINT');
  await ended;
}

async function until(what: () => boolean | Promise<boolean>, within = 60_000): Promise<void> {
  for (let waited = 0; !(await what()); waited += 50) {
    if (waited > within) throw new Error(`waited too long for ${what.toString()}`);
    await pause(50);
  }
}

describe.skipIf(program === null)('a queue', () => {
  test(
    'gives the bytes of one thread although a worker is killed in mid-run and a trial is delivered twice',
    { timeout: 180_000 },
    async () => {
      // Long enough that workers can be disturbed in the middle of a trial.
      await writeFile(scenario, TINY.replace('40/s', '400/s').replace('10s', '50s'));
      const common = ['--seeds', '2', '--no-cache', '--quiet', '--out'];
      await runCli(['run', scenario, '--jobs', '1', ...common, at('whole')]);
      const events = new QueueEvents(queueNameOf(engineDigest()), {
        connection: { url },
        prefix: QUEUE_PREFIX,
      });
      await events.waitUntilReady();
      const begun: string[] = [];
      const stalled = new Set<string>();
      events.on('active', ({ jobId }) => void begun.push(jobId));
      events.on('stalled', ({ jobId }) => void stalled.add(jobId));

      const [killed, halted] = [startWorker(), startWorker()];
      const run = start('run', scenario, '--queue', url, ...common, at('queued'));
      await until(() => begun.length >= 2);
      killed.child.kill('SIGKILL');
      halted.child.kill('SIGSTOP');
      const third = startWorker();
      // Both trials were taken from their workers; the one that was only halted now goes on with it too.
      await until(() => stalled.size === 2);
      halted.child.kill('SIGCONT');
      await run.ended;
      expect({ code: run.child.exitCode, said: run.said() }).toEqual({ code: 0, said: '' });
      expect(await bytesOf(at('queued'))).toBe(await bytesOf(at('whole')));
      expect(begun.length).toBeGreaterThanOrEqual(6);
      expect(new Set(begun).size).toBe(4);

      // The record of the second delivery was written as well, and nobody took it.
      const redis = new Redis(url);
      await until(async () => (await redis.keys('antipode:blob:record-*')).length > 0);
      redis.disconnect();
      await events.close();
      await stopWorker(halted);
      await stopWorker(third);
      await writeFile(scenario, TINY);
    },
  );

  test('serves two runs of the same trials at once, each with the bytes of one thread', async () => {
    const flags = ['--seeds', '3', '--no-cache', '--quiet', '--out'];
    await runCli(['run', scenario, '--jobs', '1', ...flags, at('one')]);
    const worker = startWorker();
    const runs = ['left', 'right'].map((name) => start('run', scenario, '--queue', url, ...flags, at(name)));
    await Promise.all(runs.map(({ ended }) => ended));
    expect(runs.map(({ child, said }) => [child.exitCode, said()])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    for (const name of ['left', 'right']) expect(await bytesOf(at(name))).toBe(await bytesOf(at('one')));
    await stopWorker(worker);
    expect(worker.said()).toMatch(/\d+ trials run/);
  });

  test('brings the user’s mistakes back with their code, without trying them again', async () => {
    await writeFile(at('limited.yaml'), `${TINY}limits: { events: 100 }\n`);
    const worker = startWorker();
    const run = start(
      'run',
      at('limited.yaml'),
      '--queue',
      url,
      '--no-cache',
      '--quiet',
      '--out',
      at('never'),
    );
    await run.ended;
    expect(run.child.exitCode).toBe(6);
    expect(run.said()).toContain('error E_LIMIT');
    await stopWorker(worker);
  });

  test('says that no worker listens, and on Ctrl-C that there is nothing to keep', async () => {
    const run = start('run', scenario, '--queue', url, '--no-cache', '--out', at('alone'));
    await until(() => run.said().includes('no worker listens'));
    expect(run.said()).toContain(`npx antipode worker --queue ${url}`);
    run.child.kill('SIGINT');
    await run.ended;
    expect(run.child.exitCode).toBe(130);
    expect(run.said()).toContain('Interrupted before a trial was over');
    expect(existsSync(at('alone'))).toBe(false);
  });

  test('keeps on Ctrl-C what workers have done', async () => {
    const events = new QueueEvents(queueNameOf(engineDigest()), {
      connection: { url },
      prefix: QUEUE_PREFIX,
    });
    await events.waitUntilReady();
    let done = 0;
    events.on('completed', () => void done++);
    const worker = startWorker();
    const run = start('run', scenario, '--queue', url, '--seeds', '200', '--no-cache', '--out', at('some'));
    // Long enough for the looks at all that is under way, which must not take a trial that ends meanwhile for one without a record.
    await until(() => done > 350);
    run.child.kill('SIGINT');
    await run.ended;
    expect(run.child.exitCode).toBe(130);
    expect(await bytesOf(at('some'))).toContain('"partial":true');
    await events.close();
    await stopWorker(worker);
  });

  test('carries large values in pieces that expire, and forgets damaged ones', async () => {
    const redis = new Redis(url);
    const blobs = new Blobs(redis);
    const noise = Float64Array.from({ length: 200_000 }, (_, i) => Math.sin(i * i));
    await blobs.put('large', { noise }, 100);
    const keys = await redis.keys('antipode:blob:large*');
    expect(keys.length).toBeGreaterThan(2);
    for (const key of keys) {
      expect(await redis.strlen(key)).toBeLessThanOrEqual(512 * 1024);
      expect(await redis.ttl(key)).toBeGreaterThan(0);
    }
    expect(await blobs.get('large')).toEqual({ noise });
    await redis.setrange('antipode:blob:large:1', 100, 'x');
    expect(await blobs.get('large')).toBeUndefined();
    await blobs.drop('large');
    expect(await redis.keys('antipode:blob:large*')).toEqual([]);
    redis.disconnect();
  });
});

describe('without a queue', () => {
  test.each([
    ['http://127.0.0.1', 'is not an address of Redis or Valkey'],
    ['redis://user:secret@127.0.0.1:1', 'no queue answers at redis://user:…@127.0.0.1:1'],
  ])('%s is refused with exit code 2', async (address, message) => {
    const { code, err } = await runCli(['worker', '--queue', address]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('secret');
  });

  test('a missing package is named with the command that installs it', async () => {
    // Node is told that the package is not there, as on a machine where nobody has installed it.
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (name !== 'ioredis') return next(name, context);
        throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
      } });`;
    const child = spawn(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(hook)}`,
        LAUNCHER,
        'worker',
        '--queue',
        'redis://h',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(2);
    expect(said).toContain('npm install bullmq ioredis');
  });
});
