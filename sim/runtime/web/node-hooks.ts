// What Node's modules, which are bundled with a handler, may ask of the isolate they run in.
import { host } from './host.ts';
import { inspect } from './inspect.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { IsolateState } from './isolate-state.ts';
import type { Call } from './call.ts';
import type { CryptoPort } from './crypto-port.ts';
import { isForeign, ownerNow } from './request-border.ts';
import type { NodePort } from './node-port.ts';
import { requestInternals } from './request.ts';
import type { Request } from './request.ts';

/** What node:http has told the isolate: the first server that listens, and how a request is given to a server or listener. */
export interface NodeServing {
  server: unknown;
  /** Takes a Request of this realm and promises a Response of it. */
  answer: ((target: unknown, request: object) => Promise<object>) | null;
}

/** What key objects of node:crypto do; keys belong to objects of the realm. */
const KEY_FUNCTIONS = [
  'loadSecret',
  'loadDer',
  'loadJwk',
  'exportRaw',
  'exportDer',
  'exportJwk',
  'rsaRaw',
  'rsaSign',
  'pssSign',
  'rsaVerify',
  'oaepEncrypt',
  'oaepDecrypt',
  'ecdsaSign',
  'ecdsaVerify',
  'edSign',
  'edVerify',
  'agree',
  'generateCurve',
  'generateRsa',
] as const;
type KeyFunctions = Pick<CryptoPort, (typeof KEY_FUNCTIONS)[number]>;

/** The host's functions as closures of this realm, whose errors are the realm's own. */
function keyFunctions(): KeyFunctions {
  const port = host.crypto as unknown as Record<string, (...args: unknown[]) => unknown>;
  return Object.fromEntries(
    KEY_FUNCTIONS.map((name) => [
      name,
      (...args: unknown[]) => {
        try {
          return port[name]?.(...args);
        } catch {
          throw new Error('The key cannot be used for this.');
        }
      },
    ]),
  ) as unknown as KeyFunctions;
}

/** The functions behind the modules of sim/runtime/node/; closures of this realm, so that handlers who find them gain nothing. */
export interface NodeHooks extends NodePort {
  inspect(value: unknown, options?: InspectOptions): string;
  readonly keys: KeyFunctions;
  /** Fills an array from the random stream of the current request. */
  random(target: Uint8Array): void;
  /** From now on callbacks of timers and operations keep the context in which they were asked for. */
  keepContext(): void;
  /** The call that runs, to which what is made now belongs; null where nothing belongs to one. */
  callNow(): object | null;
  /** Whether a call is over and another one runs. */
  isForeign(owner: object | null): boolean;
  readonly env: Readonly<Record<string, unknown>>;
  /** The address of the client that sent a request. */
  addressOf(request: object): string;
  /** Says that a server listens. */
  listens(server: object): void;
  /** Says how node:http gives a request to a listener. */
  answersWith(answer: NodeServing['answer']): void;
}

/** The hooks of one module instance. */
export function makeNodeHooks(
  isolate: IsolateState & { readonly serving: NodeServing },
  env: Readonly<Record<string, unknown>>,
): NodeHooks {
  const { node } = host;
  const { serving } = isolate;
  return {
    env,
    addressOf: (request) => requestInternals.addressOf(request as Request),
    listens(server) {
      serving.server ??= server;
    },
    answersWith(answer) {
      serving.answer = answer;
    },
    inspect,
    get keys() {
      return keyFunctions();
    },
    random: (target) => isolate.drawBytes(target),
    keepContext() {
      isolate.keepsContext = true;
    },
    callNow: ownerNow,
    isForeign: (owner) => isForeign(owner as Call | null),
    digest: (algorithm, data, sizeBytes) => node.digest(algorithm, data, sizeBytes),
    hmac: (algorithm, key, data) => node.hmac(algorithm, key, data),
    pbkdf2: (...call) => node.pbkdf2(...call),
    scrypt: (...call) => node.scrypt(...call),
    hkdf: (...call) => node.hkdf(...call),
    cipherOpen: (...call) => node.cipherOpen(...call),
    cipherCall: (...call) => node.cipherCall(...call),
    cipherInfo: (...call) => node.cipherInfo(...call),
    ecdh: (...call) => node.ecdh(...call),
    ecPoint: (...call) => node.ecPoint(...call),
    dhPrime: (...call) => node.dhPrime(...call),
    isPrime: (...call) => node.isPrime(...call),
    certificate: (...call) => node.certificate(...call),
    certificateSays: (...call) => node.certificateSays(...call),
    zlib: (...call) => node.zlib(...call),
    zlibStep: (...call) => node.zlibStep(...call),
    look: (...call) => node.look(...call),
    isProxy: (value) => node.isProxy(value),
    context: () => node.context(),
    setContext: (frame) => node.setContext(frame),
  };
}
