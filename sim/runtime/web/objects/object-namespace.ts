// A namespace of Durable Objects under `env`: ids, and stubs whose fetch and methods are operations that travel to the object.
import type { IsolateState } from '../isolate-state.ts';
import { argumentError, defineInterface, isObject } from '../webidl.ts';
import { DurableObjectId, idOfBytes, idOfName, idOfText, JURISDICTIONS } from './object-id.ts';

/** Where objects may be asked to live; a hint, not a promise. */
const HINTS = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'apac-ne', 'apac-se', 'oc', 'afr', 'me'];

/** What an operation says of the object that it is for. */
interface ObjectTarget {
  readonly id: string;
  readonly name?: string;
  readonly jurisdiction?: string;
  readonly hint?: string;
}

interface GetOptions {
  readonly locationHint?: unknown;
}

/** Throws for options that are neither absent nor an object. */
function checkOptions(options: unknown, method: string): void {
  if (options === undefined || options === null || isObject(options)) return;
  throw argumentError('DurableObjectNamespace', method, 2, 'GetDurableObjectOptions');
}

interface IdOptions {
  readonly jurisdiction?: unknown;
}

/** What a namespace belongs to. */
interface NamespaceInit {
  readonly isolate: IsolateState;
  readonly binding: string;
  readonly className: string;
  readonly jurisdiction: string | undefined;
}

/** The objects of one class. */
export class DurableObjectNamespace {
  readonly #init: NamespaceInit;

  constructor(init: NamespaceInit) {
    this.#init = init;
  }

  newUniqueId(options?: IdOptions): DurableObjectId {
    const { isolate, className, jurisdiction } = this.#init;
    const wanted =
      options?.jurisdiction === undefined ? jurisdiction : checkJurisdiction(options.jurisdiction);
    return idOfBytes({ className, jurisdiction: wanted }, (target) => isolate.drawBytes(target));
  }

  idFromName(name?: unknown): DurableObjectId {
    if (arguments.length === 0) throw argumentError('DurableObjectNamespace', 'idFromName', 1, 'string');
    return idOfName(this.#init, String(name));
  }

  idFromString(text?: unknown): DurableObjectId {
    if (arguments.length === 0) throw argumentError('DurableObjectNamespace', 'idFromString', 1, 'string');
    const { className, jurisdiction } = this.#init;
    const id = idOfText(className, String(text));
    if (jurisdiction !== undefined && id.jurisdiction !== jurisdiction)
      throw wrongJurisdiction('idFromString');
    return id;
  }

  get(id?: unknown, options?: GetOptions): object {
    if (!(id instanceof DurableObjectId)) {
      throw argumentError('DurableObjectNamespace', 'get', 1, 'DurableObjectId');
    }
    checkOptions(options, 'get');
    const { jurisdiction } = this.#init;
    if (jurisdiction !== undefined && id.jurisdiction !== jurisdiction) throw wrongJurisdiction('get');
    return makeStub(this.#init, id, hintOf(options));
  }

  getByName(name?: unknown, options?: GetOptions): object {
    if (arguments.length === 0) throw argumentError('DurableObjectNamespace', 'getByName', 1, 'string');
    checkOptions(options, 'getByName');
    return makeStub(this.#init, this.idFromName(name), hintOf(options));
  }

  jurisdiction(name?: unknown): DurableObjectNamespace {
    const wanted = name === undefined || name === null ? undefined : checkJurisdiction(name);
    return new DurableObjectNamespace({ ...this.#init, jurisdiction: wanted });
  }
}
defineInterface(DurableObjectNamespace, 'DurableObjectNamespace');

function wrongJurisdiction(method: string): TypeError {
  return new TypeError(
    `${method} called on jurisdictional subnamespace with an ID from a different jurisdiction`,
  );
}

function checkJurisdiction(name: unknown): string {
  const known = JURISDICTIONS.find((one) => one === name);
  if (known === undefined)
    throw new TypeError(`Unsupported jurisdiction: ${String(name)}. Known: ${JURISDICTIONS.join(', ')}.`);
  return known;
}

function hintOf(options: GetOptions | undefined): string | undefined {
  const hint = options?.locationHint;
  if (hint === undefined || hint === null) return undefined;
  if (HINTS.includes(String(hint))) return String(hint);
  throw new TypeError(`Unsupported locationHint: ${String(hint)}. Known: ${HINTS.join(', ')}.`);
}

/** A stub: `id`, `name`, `fetch`, and every other name as a method or property of the object. */
function makeStub(init: NamespaceInit, id: DurableObjectId, hint: string | undefined): object {
  const { isolate, binding } = init;
  const target: ObjectTarget = {
    id: id.toString(),
    ...(id.name !== undefined && { name: id.name }),
    ...(id.jurisdiction !== undefined && { jurisdiction: id.jurisdiction }),
    ...(hint !== undefined && { hint }),
  };
  const { DurableObjectStub } = isolate.rpc.classes;
  const own = { name: id.name, id };
  return isolate.rpc.serviceOf(
    { verb: 'object', binding, details: { object: target } },
    DurableObjectStub.prototype,
    own,
  );
}
