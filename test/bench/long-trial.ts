// `node test/bench/long-trial.ts <scenario> <arm> <requests>`: one trial in a process of its own; prints its CPU time, its requests and the process's peak memory as JSON; what takes minutes says on stderr how far it is.
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { peakMib } from './peak-memory.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runTrial } from '../../sim/trial.ts';
import { US_PER_MS } from '../../sim/units.ts';

/** What such a process prints. */
export interface LongTrial {
  readonly requests: number;
  /** CPU time of the whole process while the trial ran, garbage collection included. */
  readonly cpuMs: number;
  readonly peakMib: number;
}

/** Trials of so many requests take a minute or more. */
const LONG_REQUESTS = 1e6;
const TELLINGS = 20;

const [scenario = '', arm = '', requests = ''] = process.argv.slice(2);
const { plan, files, bundles } = await loadPlan(scenario, { requests: Number(requests) });
const armIndex = plan.arms.findIndex(({ name }) => name === arm);
const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource());
const geography = new Geography(plan, files);
const writer = new RequestWriter(plan);
const tellEveryUs = ((plan.warmupMs + plan.windowMs) * US_PER_MS) / TELLINGS;
let told = Number(requests) < LONG_REQUESTS ? TELLINGS : 0;

/** Says how far the trial is, twenty times in all. */
function tell(_journey: number, nowUs: number): void {
  if (told === TELLINGS || nowUs < (told + 1) * tellEveryUs) return;
  told++;
  const afterS = Math.round(performance.now() / 1000);
  process.stderr.write(`${arm}, ${requests} requests: ${(100 * told) / TELLINGS} % after ${afterS} s\n`);
}

const before = process.cpuUsage();
const record = runTrial({
  plan: { ...plan, limits: { ...plan.limits, maxEvents: 1e12 } },
  armIndex,
  seed: 1,
  geography,
  writer,
  bundles,
  realm,
  kernel: 'packed',
  skipped: new Map(),
  meter: null,
  pulse: tell,
});
const { user, system } = process.cpuUsage(before);
const trial: LongTrial = {
  requests: record.counters['requests'] ?? 0,
  cpuMs: (user + system) / 1000,
  peakMib: peakMib(),
};
process.stdout.write(`${JSON.stringify(trial)}\n`);
