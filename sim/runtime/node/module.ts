// node:module: which modules the platform has, and how code asks for one of them by its name. Whatever else it needs is in the bundle.
import { loadModule } from './by-name.ts';
import { argumentValue, notImplemented } from './errors.ts';

/** The modules that the platform has. */
export const builtinModules: readonly string[] = (
  '_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex _stream_passthrough _stream_readable ' +
  '_stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap assert assert/strict async_hooks buffer child_process cluster console ' +
  'constants crypto dgram diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module ' +
  'net os path path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers ' +
  'stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib'
).split(' ');

export const isBuiltin = (name: string): boolean => builtinModules.includes(name.replace(/^node:/, ''));

/** A `require` that finds Node's modules and nothing else: what more a handler needs is bundled when it is imported. */
export function createRequire(from: string | URL): (name: string) => unknown {
  const path = String(from);
  if (!path.startsWith('/') && !path.startsWith('file:')) {
    const reason = 'The argument must be a file URL object, a file URL string, or an absolute path string.';
    throw argumentValue('path', from, reason);
  }
  const require = (name: string): unknown => loadModule(name);
  return Object.assign(require, { cache: {} });
}

export const constants = { compileCacheStatus: { FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 } };
export const globalPaths: readonly string[] = [];
export const SourceMap = notImplemented('module.SourceMap');
export const enableCompileCache = notImplemented('module.enableCompileCache');
export const findPackageJSON = notImplemented('module.findPackageJSON');
export const findSourceMap = notImplemented('module.findSourceMap');
export const flushCompileCache = notImplemented('module.flushCompileCache');
export const getCompileCacheDir = notImplemented('module.getCompileCacheDir');
export const getSourceMapsSupport = notImplemented('module.getSourceMapsSupport');
export const register = notImplemented('module.register');
export const registerHooks = notImplemented('module.registerHooks');
export const runMain = notImplemented('module.runMain');
export const setSourceMapsSupport = notImplemented('module.setSourceMapsSupport');
export const stripTypeScriptTypes = notImplemented('module.stripTypeScriptTypes');
export const syncBuiltinESMExports = notImplemented('module.syncBuiltinESMExports');
export const wrap = notImplemented('module.wrap');

const all = { builtinModules, constants, createRequire, globalPaths, isBuiltin, SourceMap };
const refused = { findPackageJSON, findSourceMap, register, registerHooks, stripTypeScriptTypes };
/** The module under the name of its class. */
export const Module = Object.assign(notImplemented('module.Module'), all, refused, {
  enableCompileCache,
  flushCompileCache,
  getCompileCacheDir,
  getSourceMapsSupport,
  setSourceMapsSupport,
  syncBuiltinESMExports,
  runMain,
  wrap,
});
Object.assign(Module, { Module });
