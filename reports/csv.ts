// The metrics of a run as CSV (RFC 4180), one figure a line: ready for spreadsheets and data frames.
import { QUANTILES, sliceQuantile } from './figures.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

const HEADER = ['arm', 'metric', 'slice', 'seed', 'value', 'unit'] as const;

/** All figures: the summary over all seeds, each seed, and quantiles by continent and country, and the bill. */
export function renderCsv(result: RunResult): string {
  const rows = result.arms.flatMap((arm) => [
    ...summaryRows(result, arm),
    ...seedRows(result, arm),
    ...sliceRows(arm),
    ...storeFigureRows(result, arm),
    ...billRows(arm),
  ]);
  return [HEADER, ...rows].map(csvLine).join('');
}

/** One line of CSV with its end; fields are made harmless and quoted where they must be. */
export function csvLine(row: readonly (string | number)[]): string {
  return `${row.map((field) => csvField(field)).join(',')}\r\n`;
}

type Field = string | number;

function summaryRows(result: RunResult, arm: ArmResult): Field[][] {
  return Object.entries(arm.summary).map(([metric, value]) => [
    arm.name,
    metric,
    'all',
    'all',
    value,
    result.metrics[metric]?.unit ?? '',
  ]);
}

function seedRows(result: RunResult, arm: ArmResult): Field[][] {
  return Object.entries(arm.perSeed).flatMap(([metric, values]) =>
    values.flatMap((value, i) =>
      value === null
        ? []
        : [[arm.name, metric, 'all', result.seeds[i] ?? i, value, result.metrics[metric]?.unit ?? '']],
    ),
  );
}

function sliceRows(arm: ArmResult): Field[][] {
  return Object.entries(arm.histograms).flatMap(([metric, slices]) =>
    Object.keys(slices)
      .filter((slice) => slice !== 'all')
      .flatMap((slice) =>
        QUANTILES.flatMap(({ name, q }) => {
          const value = sliceQuantile(arm, { metric, slice, q });
          return value === null ? [] : [[arm.name, `${metric}.${name}`, slice, 'all', value, 'ms']];
        }),
      ),
  );
}

/** The single figures of each store; its distributions are slices like others. */
function storeFigureRows(result: RunResult, arm: ArmResult): Field[][] {
  return (arm.stores ?? []).flatMap(({ binding, summary }) =>
    Object.entries(summary)
      .filter(([metric]) => arm.histograms[metric.slice(0, metric.lastIndexOf('.'))] === undefined)
      .map(([metric, value]) => [
        arm.name,
        metric,
        `store:${binding}`,
        'all',
        value,
        result.metrics[metric]?.unit ?? '',
      ]),
  );
}

/** The items of the bill, each a sum of a month. */
function billRows({ name, bill }: ArmResult): Field[][] {
  return (bill?.items ?? []).map(({ item, usd }) => [name, `bill: ${item}`, 'all', 'all', usd, 'USD']);
}

/** A field; texts that a spreadsheet would take for a formula get an apostrophe before them. */
function csvField(value: Field): string {
  if (typeof value === 'number') return String(value);
  const text = plainText(value, 200);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
