// Reads the files that a scenario names beside its handlers: the trace that is replayed and measured round trips.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { TopologyError } from '../../topology/errors.ts';
import { overlayFromCsv } from '../../topology/import/csv.ts';
import type { MeasuredPair } from '../../topology/measured.ts';
import { readTrace, type Trace } from '../arrivals/trace-file.ts';
import { SimError } from '../errors.ts';
import type { PlanFiles } from '../plan-files.ts';
import { readTextFile } from './read-file.ts';
import type { Scenario } from './schema.ts';

const LARGEST_TRACE_BYTES = 200_000_000;
const LARGEST_MEASURED_BYTES = 50_000_000;
/** As long as the digests of the geography's own files. */
const DIGEST_LENGTH = 12;

/** What the files hold, and their digests by the names that the scenario gives them. */
export interface NamedFiles {
  readonly files: PlanFiles;
  readonly data: Readonly<Record<string, string>>;
}

/** Reads what the scenario names; throws E_FILE with the line of the first mistake. */
export async function readNamedFiles(scenario: Scenario, scenarioPath: string): Promise<NamedFiles> {
  const folder = dirname(scenarioPath);
  const data: Record<string, string> = {};
  let trace: Trace | null = null;
  let measured: readonly MeasuredPair[] = [];
  const traceName = scenario.arrivals.trace;
  if (traceName !== undefined) {
    const file = join(folder, traceName);
    const text = await readTextFile(file, { what: 'a trace', largestBytes: LARGEST_TRACE_BYTES });
    trace = readTrace(text, { file, classes: scenario.requests });
    data[traceName] = digestOf(text);
  }
  const measuredName = scenario.network.measured;
  if (measuredName !== undefined) {
    const what = 'a CSV of measured round trips';
    const file = join(folder, measuredName);
    const text = await readTextFile(file, { what, largestBytes: LARGEST_MEASURED_BYTES });
    measured = measuredPairs(text, { file, by: measuredName });
    data[measuredName] = digestOf(text);
  }
  return { files: { trace, measured }, data };
}

function measuredPairs(text: string, { file, by }: { file: string; by: string }): readonly MeasuredPair[] {
  if (/^\s*[[{]/.test(text))
    throw new SimError('E_FILE', `${file} is JSON, not a CSV of measured round trips`, {
      hint: 'turn measurements into a CSV first: npx antipode import globalping ping.json --target aws:eu-central-1 --out measured.csv',
    });
  try {
    return overlayFromCsv(text, by).pairs;
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    const at = { file, ...(error.line === undefined ? {} : { line: error.line }) };
    throw new SimError('E_FILE', error.message, { ...hint, at });
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
}
