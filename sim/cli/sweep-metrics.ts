// Which figures a sweep shows: metrics of arms as they were asked for, or the same metric of every arm.
import type { SweepMetric } from '../../reports/sweep-result.ts';
import { SimError } from '../errors.ts';
import { metricTable } from '../metrics/names.ts';
import { parseExpression } from '../scenario/thresholds.ts';
import type { Expression } from '../scenario/thresholds.ts';

/** What is shown when nobody asks for anything else. */
export const DEFAULT_METRICS = ['ttfb.p50', 'ttfb.p95'];

/** A metric with what it is made of. */
export interface ShownMetric extends SweepMetric {
  readonly expression: Expression;
}

/** Reads `edge.cold.rate`, `edge.ttfb.p95 - origin.ttfb.p95`, or `cold.rate` for every arm; throws E_USAGE. */
export function readMetrics(texts: readonly string[], armNames: readonly string[]): ShownMetric[] {
  return texts.flatMap((text) => {
    const whole = parseExpression(text, armNames);
    if (whole.ok) return [shown(whole.expression)];
    const each = armNames.map((arm) => parseExpression(`${arm}.${text}`, armNames));
    const known = each.flatMap((reading) => (reading.ok ? [shown(reading.expression)] : []));
    if (known.length === each.length) return known;
    const namesArm = armNames.some((arm) => text.startsWith(`${arm}.`));
    const [first] = each;
    const mistake = namesArm || first === undefined || first.ok ? whole.mistake : first.mistake;
    throw new SimError('E_USAGE', `--metric ${text}: ${mistake.message}`, {
      hint:
        mistake.hint ??
        'write a metric such as edge.ttfb.p95; they are listed by: npx antipode schema metrics',
    });
  });
}

function shown(expression: Expression): ShownMetric {
  const { text, references, unit } = expression;
  const [only] = references;
  if (references.length !== 1 || only === undefined)
    return { text, arm: '', metric: text, unit, meaning: 'Metrics of several arms, combined', expression };
  const metric = text.slice(only.arm.length + 1);
  const meaning = metricTable()[only.metric]?.meaning ?? '';
  return { text, arm: only.arm, metric, unit, meaning, expression };
}
