// A right scenario, and the means to spoil it in one place.
import type { ErrorCode } from '../../sim/errors.ts';

/** One wrong file; `at` is line:column, absent where the whole file is meant. */
export interface BadFile {
  readonly why: string;
  readonly yaml: string;
  readonly at?: string;
  readonly says: string;
  readonly hint?: string;
  /** E_SCENARIO when absent. */
  readonly code?: ErrorCode;
}

/** A right scenario, to be spoilt in one place. */
export const GOOD = `title: Good
rate: 80/s
window: 4min
handler: handler.ts
requests:
  - { name: home, get: / }
arms:
  origin: { platform: node-origin }
  edge: { platform: cloudflare-workers }
baseline: origin
thresholds: ["edge.ttfb.p95 < 400ms"]
`;

/** The good scenario with one line exchanged, which therefore stands at the same number. */
export function withLine(line: number, text: string): string {
  return GOOD.split('\n')
    .with(line - 1, text)
    .join('\n');
}

/** The good scenario with one line left out. */
export function without(line: number): string {
  return GOOD.split('\n')
    .toSpliced(line - 1, 1)
    .join('\n');
}
