// Isolates that are evicted leave nothing behind; tried in a process of its own, where the collector can be called.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { it } from 'vitest';

it('ten times five thousand isolates, evicted again, hold no more memory than once five thousand', async ({
  expect,
}) => {
  const script = join(import.meta.dirname, 'evictions.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script]);
  const { onceBytes, tenTimesBytes } = JSON.parse(stdout) as { onceBytes: number; tenTimesBytes: number };
  expect(tenTimesBytes).toBeLessThan(onceBytes * 1.15);
});
