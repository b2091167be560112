// Whether this very code runs on each platform: what it uses against what the platform has, and its size against the platform's limit.
import { type ApiUse, apiUses } from '../runtime/api-uses.ts';
import { API_ROWS, type ApiRow } from './apis.ts';
import { platforms } from './index.ts';
import type { Platform } from './platform.ts';

const BYTES_PER_MIB = 1_048_576;

/** Why a platform would not run the code, and what to do. */
export interface Obstacle {
  readonly api: string;
  readonly file: string;
  readonly line: number;
  readonly lacks: string;
  readonly instead: string;
}

/** One platform's answer. */
export interface Portability {
  readonly platform: string;
  readonly runs: boolean;
  readonly obstacles: readonly Obstacle[];
  /** What is needed although the code itself runs there; empty for nothing. */
  readonly needs: string;
}

/** Holds a handler against every platform; `sizeBytes` is null where it could not be bundled. */
export async function portabilityOf(path: string, sizeBytes: number | null): Promise<Portability[]> {
  const uses = await apiUses(
    path,
    API_ROWS.map(({ api }) => api),
  );
  const rowOf = new Map(API_ROWS.map((row) => [row.api, row]));
  return Object.values(platforms).map((platform) => {
    const obstacles = uses.flatMap((use) => obstacleOf(platform, use, rowOf.get(use.api)));
    const size = sizeObstacle(platform, path, sizeBytes);
    const all = size === null ? obstacles : [...obstacles, size];
    return { platform: platform.name, runs: all.length === 0, obstacles: all, needs: platform.adapter };
  });
}

function obstacleOf(platform: Platform, use: ApiUse, row: ApiRow | undefined): Obstacle[] {
  const lacks = row?.lacking[platform.runtime];
  if (row === undefined || lacks === undefined) return [];
  const { kind, name } = use.api;
  return [
    {
      api: kind === 'bound' ? `env.NAME.${name}` : name,
      file: use.file,
      line: use.line,
      lacks,
      instead: row.instead,
    },
  ];
}

function sizeObstacle({ limits }: Platform, file: string, sizeBytes: number | null): Obstacle | null {
  const { scriptMib } = limits;
  if (scriptMib === null || sizeBytes === null || sizeBytes <= scriptMib.value * BYTES_PER_MIB) return null;
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KiB`;
  return {
    api: 'size',
    file,
    line: 1,
    lacks: `${kib(sizeBytes)} of code, and ${scriptMib.name} is ${kib(scriptMib.value * BYTES_PER_MIB)}`,
    instead: 'Import less, or move data to a store.',
  };
}
