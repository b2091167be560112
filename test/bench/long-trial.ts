// `node test/bench/long-trial.ts <scenario> <arm> <requests>`: one trial in a process of its own; prints its CPU time, its requests and the process's peak memory as JSON.
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { peakMib } from './peak-memory.ts';
import { loadPlan } from '../../sim/scenario/load.ts';
import { runTrial } from '../../sim/trial.ts';

/** What such a process prints. */
export interface LongTrial {
  readonly requests: number;
  /** CPU time of the whole process while the trial ran, garbage collection included. */
  readonly cpuMs: number;
  readonly peakMib: number;
}

const [scenario = '', arm = '', requests = ''] = process.argv.slice(2);
const { plan, files, bundles } = await loadPlan(scenario, { requests: Number(requests) });
const armIndex = plan.arms.findIndex(({ name }) => name === arm);
const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource());
const geography = new Geography(plan, files);
const writer = new RequestWriter(plan);
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
  pulse: () => {},
});
const { user, system } = process.cpuUsage(before);
const trial: LongTrial = {
  requests: record.counters['requests'] ?? 0,
  cpuMs: (user + system) / 1000,
  peakMib: peakMib(),
};
process.stdout.write(`${JSON.stringify(trial)}\n`);
