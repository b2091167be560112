// The process, the machine, clients and servers of Node.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import process from 'node:process';
import os from 'node:os';
import http from 'node:http';
import https from 'node:https';
import { all, answersOf } from '../node-checks.js';

const CHECKS = {
  resource: () => {
    const a = new AsyncLocalStorage();
    const r = a.run(1, () => new AsyncResource('T'));
    return [
      r.runInAsyncScope(() => a.getStore()),
      r.runInAsyncScope(
        function (x) {
          return [this.q, x];
        },
        { q: 1 },
        2,
      ),
      r.bind(() => a.getStore())(),
      AsyncResource.bind(() => 1)(),
      r.asyncId(),
      r.triggerAsyncId(),
      r.emitDestroy() === r,
      r.type ?? 'none',
    ];
  },
  'resource errors': () =>
    all(
      () => new AsyncResource(),
      () => new AsyncResource(5),
      () => AsyncResource.bind(5),
      () => new AsyncResource('x').bind(5),
      () => AsyncResource.bind(function f(a, b) {}).length,
      () => AsyncResource.bind(function f() {}).name,
    ),
  'process versions': () => process.versions,
  'process release': () => process.release,
  'process env': () => {
    process.env.NEW = 5;
    const r = [
      process.env.NEW,
      'NEW' in process.env,
      process.env.NOPE ?? 'none',
      Object.keys(process.env).includes('NEW'),
      delete process.env.NEW,
      process.env.NEW ?? 'gone',
    ];
    process.env.U = undefined;
    r.push(process.env.U);
    process.env.N = null;
    r.push(process.env.N);
    return r;
  },
  'process env symbols': () =>
    all(
      () => {
        process.env[Symbol('x')] = 1;
      },
      () => {
        process.env.x = Symbol('y');
      },
      () => JSON.stringify(Object.keys(process.env).filter((k) => /GREETING|OBJ/.test(k))),
      () => process.env.OBJ,
      () => Object.prototype.toString.call(process.env),
    ),
  'process stdio': () => [
    typeof process.stdout.write,
    process.stdout.isTTY ?? 'none',
    process.stdout.fd,
    process.stderr.fd,
    process.stdin.fd,
    process.stdout.columns ?? 'none',
    process.stdout.writable,
    process.stdout.hasColors?.() ?? 'none',
    process.stdin.isTTY ?? 'none',
  ],
  'process stdout write': () => [process.stdout.write('hello\n'), process.stderr.write('x')],
  'process report etc': () =>
    all(
      () => process.report.getReport() !== undefined,
      () => process.permission?.has('fs'),
      () => process.finalization?.register({}, () => {}),
      () => process.sourceMapsEnabled,
      () => process.setSourceMapsEnabled(true),
      () => process.allowedNodeEnvironmentFlags instanceof Set,
      () => process.constrainedMemory(),
      () => process.availableMemory(),
      () => process.threadCpuUsage?.(),
    ),
  'global process': () => [
    globalThis.process === process,
    globalThis.global === globalThis,
    typeof globalThis.Buffer,
    typeof setImmediate,
    typeof clearImmediate,
    typeof globalThis.require,
    typeof __dirname,
    typeof __filename,
  ],
  os: () =>
    all(
      () => os.platform(),
      () => os.EOL,
      () => os.cpus(),
      () => os.type(),
      () => os.release(),
      () => os.hostname(),
      () => os.homedir(),
      () => os.tmpdir(),
      () => os.totalmem(),
      () => os.freemem(),
      () => os.loadavg(),
      () => os.networkInterfaces(),
      () => os.userInfo(),
      () => os.uptime(),
      () => os.arch(),
      () => os.endianness(),
      () => os.availableParallelism(),
      () => os.version(),
      () => os.machine(),
      () => os.devNull,
      () => os.constants.signals.SIGINT,
      () => os.constants.errno.ENOENT,
      () => os.getPriority(),
      () => os.setPriority(1),
      () => Object.keys(os.constants).join(),
      () => Object.keys(os).sort().join(),
    ),
  'http constants': () => [
    http.METHODS.length,
    http.STATUS_CODES[418],
    http.STATUS_CODES[200],
    http.maxHeaderSize,
    typeof http.globalAgent,
    https.globalAgent?.protocol ?? 'none',
    http.globalAgent.protocol,
    http.globalAgent.defaultPort,
    https.globalAgent.defaultPort,
    Object.keys(https).sort().join(),
  ],
  'http agent': () => {
    const a = new http.Agent({ keepAlive: true, maxSockets: 3 });
    return [
      a.maxSockets,
      a.keepAlive ?? 'none',
      a.options ? Object.keys(a.options).sort() : 'none',
      typeof a.destroy,
      typeof a.getName,
      a.maxFreeSockets,
      a.scheduling ?? 'none',
      a.maxTotalSockets,
      typeof a.sockets,
      new https.Agent() instanceof http.Agent,
    ];
  },
  'http validate': () =>
    all(
      () => http.validateHeaderName('a b'),
      () => http.validateHeaderName('ok'),
      () => http.validateHeaderValue('a', undefined),
      () => http.validateHeaderValue('a', 'x\u0000'),
      () => http.validateHeaderValue('a', 'ok'),
    ),
  'http createServer bad': () =>
    all(
      () => http.createServer('x'),
      () => http.createServer({}, 'x'),
      () => new http.Server(5).listening,
      () => http.Server(() => {}) instanceof http.Server,
    ),
};

export default answersOf(CHECKS);
