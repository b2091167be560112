// `antipode profile`: measures a handler on this machine, writes its profile, and says which platforms' limits it would break.
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { HandlerProfile, Plan } from '../plan.ts';
import type { Bundle } from '../runtime/types.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';
import { examples, styleOption } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ProfileFlags {
  readonly scenario?: string;
  readonly bindings?: string;
  readonly upstream?: string;
  readonly style?: HandlerStyle;
  readonly out?: string;
  readonly json?: true;
}

/** The command `profile`. */
export function profileCommand(terminal: Terminal): Command {
  return new Command('profile')
    .summary('measure a handler: start-up, CPU, heap, size, and the limits it would break')
    .description(
      'Measures a handler with the requests of a scenario (or GET /) and writes its profile, an input of later runs.',
    )
    .argument('<handler>', 'handler module, or the folder of its project')
    .option('--scenario <file>', 'whose requests are sent (default: scenario.yaml beside the handler)')
    .option('--bindings <file>', 'as for call')
    .option('--upstream <module>', 'a { fetch } module that answers every outgoing request')
    .addOption(styleOption())
    .option('--out <file>', 'where the profile goes (default: <handler>.profile.json beside the handler)')
    .option('--json', 'print what was measured as JSON')
    .addHelpText(
      'after',
      examples(
        'antipode profile scenarios/hello/handler.ts --out out/hello.profile.json',
        'antipode profile scenarios/gateway/shop.ts --out out/shop.profile.json --json',
      ),
    )
    .action((handler: string, flags: ProfileFlags) => profile(handler, flags, terminal));
}

async function profile(named: string, flags: ProfileFlags, terminal: Terminal): Promise<void> {
  const { prepareCall } = await import('../call/setup.ts');
  const { profileHandler } = await import('../ensemble/run.ts');
  const { profilePathOf, profileText } = await import('../scenario/profile-file.ts');
  const { writeWhole } = await import('../write-file.ts');
  const { entryOf } = await import('../call/entry-file.ts');
  const { handler, configuration } = await entryOf(named);
  const beside = join(dirname(handler), 'scenario.yaml');
  const scenario = flags.scenario ?? (existsSync(beside) ? beside : undefined);
  const { bindings = configuration, upstream, style } = flags;
  const {
    plan: called,
    bundles,
    files,
  } = await prepareCall({ handler, bindings, upstream, scenario, style, realm: 'shared' });
  const plan = scenario === undefined ? aroundTheWorld(called) : called;
  const name = relative('', resolve(handler));
  const measured = await profileHandler(plan, { bundles, files, handler: name });
  const path = flags.out ?? profilePathOf(handler);
  await writeWhole(path, profileText(measured));
  const bundle = bundles[name];
  if (bundle === undefined) throw new Error(`no bundle for ${name}`);
  const found = await summaryOf(measured, bundle);
  terminal.out(flags.json ? `${JSON.stringify({ ...found, profile: measured })}\n` : textOf(handler, found));
  terminal.err(`Written: ${path}\n`);
}

/** Users everywhere, so that many isolates start: what a start takes is measured by more than one of them. */
function aroundTheWorld(plan: Plan): Plan {
  const { workload, network } = plan;
  return {
    ...plan,
    workload: { ...workload, users: { ...workload.users, from: 'world', count: 1000 } },
    network: { ...network, routing: 'nearest', pinnedTo: null },
  };
}

type Summary = Awaited<ReturnType<typeof summaryOf>>;

async function summaryOf(measured: HandlerProfile, bundle: Bundle) {
  const { platforms } = await import('../platforms/index.ts');
  const { cpuMsByClass, limitUses } = await import('../platforms/broken-limits.ts');
  const { sizeBytes, gzipBytes } = bundle;
  const cpu = cpuMsByClass(measured);
  return {
    bundle: { sizeBytes, gzipBytes },
    startUp: { compileMs: measured.compileMs, evaluateMs: measured.evaluateMs },
    cpu: cpu.map(({ name, p50, p99 }) => ({
      class: name,
      coldMs: p50 + measured.firstRequestExtraMs,
      warmP50Ms: p50,
      warmP99Ms: p99,
    })),
    heap: { moduleBytes: measured.moduleHeapBytes, requestBytes: measured.requestHeapBytes },
    measuredOn: measured.measuredOn,
    calibrationMs: measured.calibrationMs,
    platforms: Object.values(platforms).map((platform) => ({
      platform: platform.name,
      limits: limitUses(platform, { profile: measured, sizeBytes }).map(({ limit, needs, broken }) => ({
        limit: limit.name,
        allows: limit.value,
        needs,
        unit: limit.unit,
        broken,
      })),
    })),
  };
}

function textOf(handler: string, found: Summary): string {
  const { bundle, startUp, cpu, heap } = found;
  const widest = Math.max(7, ...cpu.map((row) => row.class.length));
  const lines = [
    `${handler}, measured on ${found.measuredOn} (calibration ${found.calibrationMs} ms)`,
    '',
    `bundle      ${kib(bundle.sizeBytes)}, ${kib(bundle.gzipBytes)} compressed`,
    `start-up    ${startUp.compileMs} ms to compile, ${startUp.evaluateMs} ms to evaluate the module`,
    `heap        ${kib(heap.moduleBytes)} a module instance, ${kib(heap.requestBytes)} a request`,
    '',
    `${'CPU'.padEnd(widest)}        cold    warm p50    warm p99`,
    ...cpu.map(
      (row) => `${row.class.padEnd(widest)}${ms(row.coldMs)}${ms(row.warmP50Ms)}${ms(row.warmP99Ms)}`,
    ),
    '',
    ...found.platforms.map(({ platform, limits }) => verdict(platform, limits)),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict(platform: string, limits: Summary['platforms'][number]['limits']): string {
  const broken = limits.filter((limit) => limit.broken);
  if (limits.length === 0) return `${platform}: states no limits`;
  if (broken.length === 0) return `${platform}: keeps all ${limits.length} limits`;
  const each = broken.map(
    ({ limit, needs, allows, unit }) => `${limit}: needs ${needs.toFixed(1)} of ${allows} ${unit}`,
  );
  return `${platform}: BREAKS ${each.join('; ')}`;
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`.padStart(12);
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}
