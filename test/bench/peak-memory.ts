// The most memory that this process has had.
import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';
const KIB_PER_MIB = 1024;

/** Peak resident memory in MiB. On Linux the figure of `getrusage` starts with that of the parent process, so the high-water mark of this process's own memory is read. */
export function peakMib(): number {
  const own = existsSync(STATUS) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / KIB_PER_MIB;
}
