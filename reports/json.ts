// The result itself as JSON: one line a key, so that two results can be compared with ordinary tools.
import type { RunResult } from './result.ts';
import type { SweepResult } from './sweep-result.ts';

/** The result as JSON text that ends in a newline; `antipode report` reads it back. */
export function renderJson(result: RunResult | SweepResult): string {
  const lines = Object.entries(result).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return `{${lines.join(',\n')}}\n`;
}
