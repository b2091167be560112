// Names that programs import from Node's modules: one that is missing would keep a Worker from starting.
import { partialDeepStrictEqual } from 'node:assert';
import { asyncWrapProviders } from 'node:async_hooks';
import { Console, table } from 'node:console';
import {
  Certificate,
  checkPrimeSync,
  Cipheriv,
  createDiffieHellman,
  createECDH,
  Decipheriv,
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  fips,
  generatePrime,
  getCipherInfo,
  getDiffieHellman,
  getFips,
  privateEncrypt,
  pseudoRandomBytes,
  publicDecrypt,
  secureHeapUsed,
  setEngine,
  X509Certificate,
} from 'node:crypto';
import { TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import { captureRejections, EventEmitterAsyncResource, usingDomains } from 'node:events';
import {
  CloseEvent,
  setMaxIdleHTTPParsers,
  validateHeaderName,
  validateHeaderValue,
  WebSocket,
} from 'node:http';
import { builtinModules, createRequire, isBuiltin, register } from 'node:module';
import { createHistogram, eventLoopUtilization, timerify } from 'node:perf_hooks';
import {
  chdir,
  config,
  features,
  finalization,
  getBuiltinModule,
  kill,
  permission,
  ppid,
  report,
} from 'node:process';
import {
  _uint8ArrayToBuffer,
  destroy,
  duplexPair,
  getDefaultHighWaterMark,
  isDestroyed,
  isWritable,
} from 'node:stream';
import { promises } from 'node:stream/promises';
import { ReadableByteStreamController, TransformStreamDefaultController } from 'node:stream/web';
import { inspect as fromSys } from 'node:sys';
import { active, enroll, unenroll } from 'node:timers';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { toPathIfFileURL } from 'node:url';
import {
  _errnoException,
  getCallSites,
  getSystemErrorName,
  inspect,
  isObject,
  log,
  parseEnv,
  transferableAbortController,
} from 'node:util';
import {
  BrotliCompress,
  createZstdCompress,
  Deflate,
  Gunzip,
  Unzip,
  Z_BEST_SPEED,
  zstdCompressSync,
} from 'node:zlib';

const NAMES = {
  partialDeepStrictEqual,
  asyncWrapProviders,
  Console,
  table,
  Certificate,
  checkPrimeSync,
  Cipheriv,
  createDiffieHellman,
  createECDH,
  Decipheriv,
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  fips,
  generatePrime,
  getCipherInfo,
  getDiffieHellman,
  getFips,
  privateEncrypt,
  pseudoRandomBytes,
  publicDecrypt,
  secureHeapUsed,
  setEngine,
  X509Certificate,
  TracingChannel,
  tracingChannel,
  captureRejections,
  EventEmitterAsyncResource,
  usingDomains,
  CloseEvent,
  setMaxIdleHTTPParsers,
  validateHeaderName,
  validateHeaderValue,
  WebSocket,
  builtinModules,
  createRequire,
  isBuiltin,
  register,
  createHistogram,
  eventLoopUtilization,
  timerify,
  chdir,
  config,
  features,
  finalization,
  getBuiltinModule,
  kill,
  permission,
  ppid,
  report,
  _uint8ArrayToBuffer,
  destroy,
  duplexPair,
  getDefaultHighWaterMark,
  isDestroyed,
  isWritable,
  promises,
  ReadableByteStreamController,
  TransformStreamDefaultController,
  fromSys,
  active,
  enroll,
  unenroll,
  isatty,
  ReadStream,
  WriteStream,
  toPathIfFileURL,
  _errnoException,
  getCallSites,
  getSystemErrorName,
  inspect,
  isObject,
  log,
  parseEnv,
  transferableAbortController,
  BrotliCompress,
  createZstdCompress,
  Deflate,
  Gunzip,
  Unzip,
  Z_BEST_SPEED,
  zstdCompressSync,
};

/** What each is, and for those that are there by name only, what a call of them says. */
const CALLED = {
  setEngine,
  register,
  createHistogram,
  kill,
  _errnoException,
  getSystemErrorName,
};

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/types')
      return Response.json(Object.entries(NAMES).map(([name, value]) => [name, typeof value]));
    const said = Object.entries(CALLED).map(([name, run]) => {
      try {
        return [name, String(run())];
      } catch (error) {
        return [name, error.name, error.code ?? null, error.message];
      }
    });
    return Response.json(said);
  },
};
