// The kept journeys of all arms as one Parquet table: a row a journey, columns named as in the result, times in milliseconds.
import { parquetWriteBuffer } from 'hyparquet-writer';
import { keptJourneys } from './kept-journeys.ts';
import type { KeptJourney } from './kept-journeys.ts';
import { PHASE_KINDS } from './result.ts';
import type { JourneyResult, PhaseKind, RunResult } from './result.ts';

interface Row extends KeptJourney {
  readonly arm: string;
}

interface ParquetColumn {
  readonly type: 'STRING' | 'DOUBLE' | 'INT32' | 'INT64' | 'BOOLEAN';
  readonly of: (row: Row) => string | number | bigint | boolean;
}

/** The columns, in order; a column for each kind of phase follows. */
const COLUMNS: Readonly<Record<string, ParquetColumn>> = {
  arm: { type: 'STRING', of: (row) => row.arm },
  seed: { type: 'INT64', of: ({ journey }) => BigInt(journey.seed) },
  id: { type: 'INT64', of: ({ journey }) => BigInt(journey.id) },
  kept: { type: 'STRING', of: (row) => row.kept },
  startMs: { type: 'DOUBLE', of: ({ journey }) => journey.startMs },
  class: { type: 'STRING', of: ({ journey }) => journey.class },
  userPlace: { type: 'STRING', of: ({ journey }) => journey.user.name },
  userCountry: { type: 'STRING', of: ({ journey }) => journey.user.country },
  userLat: { type: 'DOUBLE', of: ({ journey }) => journey.user.lat },
  userLon: { type: 'DOUBLE', of: ({ journey }) => journey.user.lon },
  pop: { type: 'STRING', of: ({ journey }) => journey.pop },
  method: { type: 'STRING', of: ({ journey }) => journey.method },
  path: { type: 'STRING', of: ({ journey }) => journey.path },
  status: { type: 'INT32', of: ({ journey }) => journey.status },
  outcome: { type: 'STRING', of: ({ journey }) => journey.outcome },
  cold: { type: 'BOOLEAN', of: ({ journey }) => journey.cold },
  cache: { type: 'STRING', of: ({ journey }) => journey.cache },
  newConnection: { type: 'BOOLEAN', of: ({ journey }) => journey.newConnection },
  rttMs: { type: 'DOUBLE', of: ({ journey }) => journey.rttMs },
  ttfbMs: { type: 'DOUBLE', of: ({ journey }) => journey.ttfbMs },
  totalMs: { type: 'DOUBLE', of: ({ journey }) => journey.totalMs },
};

/** The bytes of the file. */
export function renderParquet(result: RunResult): Uint8Array {
  const rows = result.arms.flatMap((arm) => keptJourneys(arm).map((kept) => ({ arm: arm.name, ...kept })));
  const columns = Object.entries(COLUMNS).map(([name, { type, of }]) => ({
    name,
    type,
    nullable: false,
    data: rows.map((row) => of(row)),
  }));
  const phases = PHASE_KINDS.map((kind) => ({
    name: `${kind}Ms`,
    type: 'DOUBLE' as const,
    nullable: false,
    data: rows.map(({ journey }) => phaseMs(journey, kind)),
  }));
  const bytes = parquetWriteBuffer({
    columnData: [...columns, ...phases],
    createdBy: `antipode ${result.engineVersion}`,
    kvMetadata: [{ key: 'planDigest', value: result.planDigest }],
  });
  return new Uint8Array(bytes);
}

function phaseMs(journey: JourneyResult, kind: PhaseKind): number {
  return journey.phases
    .filter((phase) => phase.kind === kind)
    .reduce((sum, phase) => sum + phase.endMs - phase.startMs, 0);
}
