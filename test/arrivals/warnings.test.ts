// A report warns where arrivals may mislead: a short window under the sun, and a trace that is longer than the window.
import { expect, test } from 'vitest';
import { readTrace } from '../../sim/arrivals/trace-file.ts';
import { warningsOf } from '../../sim/ensemble/warnings.ts';
import { NO_FILES, type PlanFiles } from '../../sim/plan-files.ts';
import { planOf, type ScenarioInput } from '../entities/geo-plan.ts';

function warnings(scenario: ScenarioInput, files: PlanFiles = NO_FILES): string {
  return warningsOf(planOf(scenario, files), {
    records: [],
    seeds: [1, 2, 3, 4, 5],
    partial: false,
    files,
  }).join('\n');
}

test('a window of less than a day sees only some hours of the rhythm', () => {
  const arrivals = { process: 'diurnal' };
  expect(warnings({ arrivals, window: '90min' })).toContain('this window sees 1.5 hours of it');
  expect(warnings({ arrivals, window: '1d' })).not.toContain('hours of it');
  expect(warnings({ window: '90min' })).not.toContain('hours of it');
});

test('requests of a trace that come after the window are counted', () => {
  const { classes } = planOf().workload;
  const trace = readTrace('time,country,path\n1,FR,/\n2,FR,/\n12,FR,/\n', { file: 'visits.csv', classes });
  const scenario = { arrivals: { trace: 'visits.csv' } };
  expect(warnings({ ...scenario, window: '10s' }, { trace, measured: [] })).toContain(
    '1 of the 3 requests of visits.csv come after the window',
  );
  expect(warnings({ ...scenario, window: '20s' }, { trace, measured: [] })).not.toContain('visits.csv');
});
