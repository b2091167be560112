// node:os: the machine that a Worker has not got, as workerd describes it.
import { argumentType } from './errors.ts';

export { constants, devNull, EOL, endianness } from 'unenv/node/os';

const HOME = '/tmp/';

export const arch = (): string => 'x64';
export const availableParallelism = (): number => 1;
export const cpus = (): object[] => [];
export const freemem = (): number => 0;
export const getPriority = (): number => 0;
export const homedir = (): string => HOME;
export const hostname = (): string => 'localhost';
export const loadavg = (): number[] => [0, 0, 0];
export const machine = (): string => 'x86_64';
export const networkInterfaces = (): object => ({});
export const platform = (): string => 'linux';
export const release = (): string => '';
export const tmpdir = (): string => HOME;
export const totalmem = (): number => 0;
export const type = (): string => 'Linux';
export const uptime = (): number => 0;
export const userInfo = (): object => ({});
export const version = (): string => '';

/** Nobody has a priority here. */
export function setPriority(_process: number, priority?: number): void {
  if (typeof priority !== 'number') throw argumentType('priority', 'of type number', priority);
}
