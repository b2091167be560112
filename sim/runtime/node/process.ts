// node:process: what a Worker may know of a process that it has not got.
import { EventEmitter } from 'node:events';
import { argumentType, codedError, notImplemented } from './errors.ts';
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

/** Whatever is set becomes a text, as far as it can. */
const env = new Proxy(variables, {
  set(target, name, value) {
    if (typeof name === 'symbol' || typeof value === 'symbol')
      throw new TypeError('Cannot convert a symbol value to a string');
    Reflect.set(target, name, String(value));
    return true;
  },
});

function hrtime(before: readonly [number, number] = [0, 0]): [number, number] {
  if (!Array.isArray(before)) throw argumentType('time', 'tuple of integers', before);
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
const missing = (name: string): (() => never) => notImplemented(`process.${name}`);

/** What only the owner of a machine may do. */
function notPermitted(): never {
  throw codedError('EPERM', 'operation not permitted');
}

/** The versions of parts that the platform does not tell. */
const UNTOLD =
  'v8 modules zlib brotli zstd ares napi llhttp nghttp2 acorn ada simdutf nbytes ncrypto uvwasi uv openssl sqlite icu undici simdjson unicode cldr tz cjs_module_lexer amaro merve';

const identity = {
  env,
  argv: ['workerd'],
  argv0: 'workerd',
  execPath: '',
  execArgv: [] as string[],
  title: 'workerd',
  platform: 'linux',
  arch: 'x64',
  pid: 1,
  ppid: 0,
  debugPort: 0,
  version: 'v22.19.0',
  versions: { node: '22.19.0', ...Object.fromEntries(UNTOLD.split(' ').map((name) => [name, ''])) },
  release: { name: 'node', lts: true, sourceUrl: '', headersUrl: '' },
  config: { target_defaults: { default_configuration: 'Release' }, variables: {} },
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
  exitCode: undefined,
  domain: null,
  channel: null,
  connected: false,
  noDeprecation: false,
  throwDeprecation: false,
  traceDeprecation: false,
  sourceMapsEnabled: false,
  allowedNodeEnvironmentFlags: new Set<string>(),
  moduleLoadList: [] as string[],
  stdin,
  stdout: terminal(1, (text) => console.log(text)),
  stderr: terminal(2, (text) => console.error(text)),
  report: { getReport: () => ({}), writeReport: missing('report.writeReport') },
  permission: { has: missing('permission.has') },
  finalization: {
    register: missing('finalization.register'),
    registerBeforeExit: missing('finalization.registerBeforeExit'),
    unregister: missing('finalization.unregister'),
  },
};

/** Where the process says that it is. */
const place = { folder: '/bundle' };

const functions = {
  getuid: zero,
  geteuid: zero,
  getgid: zero,
  getegid: zero,
  getgroups: () => [] as number[],
  setuid: notPermitted,
  seteuid: notPermitted,
  setgid: notPermitted,
  setegid: notPermitted,
  setgroups: notPermitted,
  initgroups: notPermitted,
  constrainedMemory: zero,
  availableMemory: zero,
  getActiveResourcesInfo: () => [] as string[],
  _getActiveHandles: () => [] as unknown[],
  _getActiveRequests: () => [] as unknown[],
  cpuUsage: missing('cpuUsage'),
  threadCpuUsage: missing('threadCpuUsage'),
  resourceUsage: missing('resourceUsage'),
  abort: missing('abort'),
  kill: missing('kill'),
  binding: missing('binding'),
  dlopen: missing('dlopen'),
  execve: missing('execve'),
  loadEnvFile: missing('loadEnvFile'),
  hasUncaughtExceptionCaptureCallback: missing('hasUncaughtExceptionCaptureCallback'),
  setUncaughtExceptionCaptureCallback: missing('setUncaughtExceptionCaptureCallback'),
  setSourceMapsEnabled: () => undefined,
  getSourceMapsSupport: () => ({ enabled: false, nodeModules: false, generatedCode: false }),
  /** Modules are bundled, so that none can be had by its name. */
  getBuiltinModule: (_name: string) => undefined,
  send: () => false,
  openStdin: () => stdin,
  assert: () => undefined,
  ref: () => undefined,
  unref: () => undefined,
  cwd: () => place.folder,
  chdir(path: string): void {
    place.folder = path;
  },
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
};

const process = Object.assign(new EventEmitter(), identity, functions);
Object.defineProperty(process, Symbol.toStringTag, { value: 'process' });
for (const name of [
  'addListener',
  'emit',
  'off',
  'on',
  'once',
  'removeListener',
  'removeAllListeners',
  'listeners',
])
  Object.defineProperty(process, name, {
    value: (Reflect.get(process, name) as (...args: unknown[]) => unknown).bind(process),
    writable: true,
    configurable: true,
  });

export { env, process };
export const { allowedNodeEnvironmentFlags, arch, argv, argv0, config, debugPort, execArgv } = process;
export const { execPath, exitCode, features, pid, platform, ppid, release, report, title } = process;
export const { version, versions, stderr, stdout, moduleLoadList, permission } = process;
export { stdin };
export const { abort, assert, availableMemory, binding, chdir, constrainedMemory, cpuUsage, cwd } = process;
export const { dlopen, emitWarning, execve, exit, finalization, getActiveResourcesInfo } = process;
export const { getBuiltinModule, getegid, geteuid, getgid, getgroups, getuid, initgroups, kill } = process;
export const { loadEnvFile, memoryUsage, nextTick, openStdin, resourceUsage, setegid, seteuid } = process;
export const { setgid, setgroups, setSourceMapsEnabled, setuid, threadCpuUsage, umask, uptime } = process;
export const { channel, connected, domain, getSourceMapsSupport, noDeprecation, ref, send } = process;
export const { sourceMapsEnabled, throwDeprecation, traceDeprecation, unref } = process;
export const { hasUncaughtExceptionCaptureCallback, setUncaughtExceptionCaptureCallback } = process;
export { hrtime };
