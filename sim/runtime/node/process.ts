// node:process: what a Worker may know of a process that it has not got.
import { EventEmitter } from 'node:events';
import { hooks } from './hooks.ts';

type Task = (...args: never[]) => unknown;

/** Variables of `env`, which the platform also shows here: texts as they are, other data as JSON. */
const variables: Record<string, string> = {};
for (const [name, value] of Object.entries(hooks.env)) {
  if (typeof value === 'string') variables[name] = value;
  else if (isData(value)) variables[name] = JSON.stringify(value);
}

function isData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined && typeof value !== 'function';
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || Array.isArray(value);
}

/** Whatever is set becomes a text. */
const env = new Proxy(variables, {
  set(target, name, value) {
    Reflect.set(target, name, String(value));
    return true;
  },
});

function hrtime(before: readonly [number, number] = [0, 0]): [number, number] {
  const nowMs = performance.now();
  const seconds = Math.floor(nowMs / 1000) - before[0];
  const nanoseconds = Math.floor((nowMs % 1000) * 1_000_000) - before[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1_000_000_000] : [seconds, nanoseconds];
}
hrtime.bigint = (): bigint => BigInt(Math.floor(performance.now() * 1_000_000));

/** A stream of the terminal that is not there: what is written goes to the console. */
function terminal(fd: number, print: (text: string) => void): object {
  const stream = Object.assign(new EventEmitter(), {
    fd,
    writable: true,
    write(text: unknown, ...rest: unknown[]): boolean {
      print(String(text).replace(/\n$/, ''));
      const done = rest.at(-1);
      if (typeof done === 'function') queueMicrotask(done as () => void);
      return true;
    },
    end: () => stream,
  });
  return stream;
}

const stdin = Object.assign(new EventEmitter(), { fd: 0, readable: true, read: () => null });
const zero = (): number => 0;

function notImplemented(name: string) {
  return (): never => {
    throw new Error(`The process.${name} method is not implemented`);
  };
}

const process = {
  env,
  argv: ['workerd'],
  argv0: 'workerd',
  execPath: '',
  ppid: 0,
  debugPort: 0,
  config: { target_defaults: {}, variables: {} },
  stdin,
  getuid: zero,
  geteuid: zero,
  getgid: zero,
  getegid: zero,
  getgroups: () => [] as number[],
  constrainedMemory: zero,
  availableMemory: zero,
  getActiveResourcesInfo: () => [] as string[],
  cpuUsage: notImplemented('cpuUsage'),
  resourceUsage: notImplemented('resourceUsage'),
  chdir: notImplemented('chdir'),
  abort: notImplemented('abort'),
  ref: () => undefined,
  unref: () => undefined,
  listenerCount: () => 0,
  execArgv: [] as string[],
  title: 'workerd',
  platform: 'linux',
  arch: 'x64',
  pid: 1,
  version: 'v22.19.0',
  versions: { node: '22.19.0' },
  release: { name: 'node' },
  exitCode: undefined,
  browser: false,
  stdout: terminal(1, (text) => console.log(text)),
  stderr: terminal(2, (text) => console.error(text)),
  features: {
    cached_builtins: true,
    debug: false,
    inspector: false,
    ipv6: true,
    openssl_is_boringssl: true,
    require_module: false,
    tls: true,
    tls_alpn: true,
    tls_ocsp: true,
    tls_sni: true,
    typescript: false,
    uv: true,
  },
  cwd: () => '/bundle',
  uptime: () => performance.now() / 1000,
  umask: () => 18,
  hrtime,
  nextTick(task: Task, ...args: never[]): void {
    queueMicrotask(() => task(...args));
  },
  emitWarning: (warning: unknown) => console.warn(String(warning)),
  memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
  exit(): never {
    throw new Error('process.exit() was called');
  },
  on: () => process,
  once: () => process,
  off: () => process,
  addListener: () => process,
  removeListener: () => process,
  removeAllListeners: () => process,
  listeners: () => [],
  emit: () => false,
};
Object.defineProperty(process, Symbol.toStringTag, { value: 'process' });

export { env, process };
export const { argv, arch, cwd, emitWarning, exit, memoryUsage, nextTick, pid, platform } = process;
export const { release, uptime, version, versions, on, once, off, emit, title, stdout, stderr } = process;
export { hrtime };
