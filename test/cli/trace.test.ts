// `antipode trace` as a user meets it: phases that add up, formulas with their figures, routes that belong to them, a page without script.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Trace } from '../../reports/trace.ts';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'antipode-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function traced(...flags: string[]): Promise<Trace> {
  const { code, out } = await runCli([
    'trace',
    'scenarios/flagship',
    '--from',
    'Singapore',
    '--json',
    ...flags,
  ]);
  expect(code).toBe(0);
  return JSON.parse(out) as Trace;
}

describe('a trace', () => {
  test('shows every arm, with phases that follow one another up to the first byte', async () => {
    const { arms, user } = await traced('--path', '/me');
    expect(user.name).toBe('Singapore');
    expect(arms.map((arm) => arm.name)).toEqual(['origin', 'cdn', 'edge']);
    for (const arm of arms) {
      expect(arm.status).toBe(200);
      arm.phases.forEach((phase, n) => expect(phase.startMs).toBe(n === 0 ? 0 : arm.phases[n - 1]?.endMs));
      expect(arm.phases.at(-1)?.endMs).toBeCloseTo(arm.ttfbMs, 3);
    }
  });

  test('explains each phase by a formula whose figures are those of the run', async () => {
    const { arms } = await traced('--path', '/me', '--arm', 'origin');
    const [arm] = arms;
    const sentence = (kind: string): string =>
      arm?.phases.find((phase) => phase.kind === kind)?.sentence ?? '';
    const rtt = arm?.rttMs.toFixed(1);
    expect(sentence('tls')).toBe(`TLS 1.3 costs one more round trip: ${rtt} ms.`);
    expect(sentence('uplink')).toContain(`half a round trip, ${rtt} ms ÷ 2 =`);
  });

  test('tells the route hub by hub, and its stretches add up to the round trip', async () => {
    const { arms } = await traced('--path', '/me', '--arm', 'cdn');
    const legs = arms[0]?.legs ?? [];
    expect(legs).toHaveLength(2);
    for (const leg of legs) {
      const sum = leg.stretches.reduce((ms, stretch) => ms + stretch.ms, leg.fixedMs);
      expect(sum).toBeCloseTo(leg.rttMs, 1);
    }
    expect(legs[0]?.stretches.at(-1)?.to.name).toBe(legs[1]?.start.name);
  });

  test('says that a start began during the handshake only where the PoP itself runs the code', async () => {
    const coldOf = async (options: string): Promise<string> => {
      const scenario = join(folder, 'placed.yaml');
      writeFileSync(
        scenario,
        `title: Placed
rate: 1/s
requests: [{ name: home, get: / }]
arms: { edge: { platform: cloudflare-workers${options} } }
`,
      );
      writeFileSync(join(folder, 'handler.ts'), 'export default { fetch: () => new Response() };');
      const { out } = await runCli(['trace', scenario, '--from', 'Perth', '--json']);
      const { arms } = JSON.parse(out) as Trace;
      return arms[0]?.phases.find(({ kind }) => kind === 'coldStart')?.sentence ?? '';
    };
    expect(await coldOf(', options: { smartPlacement: 1 }')).toMatch(/^Nothing ran here yet/);
    // Of a short way to the PoP something of the start is left.
    expect(await coldOf(', options: { coldStart: 500ms }')).toMatch(
      /^No isolate ran here yet\. Its start began/,
    );
  });

  test('with --warm follows the second request: no handshake, no start', async () => {
    const { arms } = await traced('--path', '/', '--arm', 'edge', '--warm');
    const kinds = arms[0]?.phases.map((phase) => phase.kind);
    expect(kinds).not.toContain('tls');
    expect(kinds).not.toContain('coldStart');
  });

  test('fits 80 columns as text', async () => {
    const { out } = await runCli(['trace', 'scenarios/hello', '--from', 'Nairobi']);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain('TCP shakes hands: one round trip');
  });

  test('as a page moves one dot a leg over the map, without script', async () => {
    const file = join(folder, 'trace.html');
    const { code } = await runCli(['trace', 'scenarios/flagship', '--from', 'Singapore', '--html', file]);
    expect(code).toBe(0);
    const page = readFileSync(file, 'utf8');
    expect(page).not.toContain('<script');
    expect(page.match(/@keyframes dot-/g)?.length).toBe(page.match(/class="dot"/g)?.length);
    expect(page).toContain('prefers-reduced-motion');
  });
});

describe('mistakes', () => {
  test.each([
    [['--from', 'Singapor'], 2, 'did you mean Singapore'],
    [['--from', 'Singapore', '--arm', 'edg'], 2, 'did you mean edge?'],
    [['--from', 'Singapore', '--request', 'greting'], 2, 'did you mean greeting?'],
    [['--from', 'Singapore', '--path', 'orders'], 2, 'did you mean /orders?'],
    [[], 2, '--from'],
  ])('%s', async (flags, code, words) => {
    const run = await runCli(['trace', 'scenarios/hello', ...flags]);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(words)]);
  });
});
