// Answers a call from another isolate: finds what its path leads to, calls it, and packs what that returns.
import type { Call } from '../call.ts';
import { keepOpen } from '../execution-context.ts';
import { host } from '../host.ts';
import { MARK, packValue, unpackValue } from '../remote-values.ts';
import { isObject } from '../webidl.ts';
import { limited, notFunction, notImplemented } from './handle.ts';
import type { Capability } from './handle.ts';
import { Parcel } from './parcel.ts';
import type { RpcSide } from './side.ts';

/** What another isolate asks. */
export interface RemoteCall {
  readonly path: readonly string[];
  /** Values as `remote-values.ts` packs them; null reads a property instead of calling a method. */
  readonly args: unknown;
  /** What this isolate had offered; the entry point or object is called when absent. */
  readonly cap?: Capability;
}

/** What another isolate gives back: it refers to it no more. */
export interface Release {
  readonly path: null;
  readonly cap?: Capability;
}

/** What a path begins at. */
export interface Root {
  readonly target: unknown;
  /** The arguments that follow the caller's one where the module exports plain functions; null for classes. */
  readonly plain: readonly unknown[] | null;
}

/** Names that are the platform's own business at whatever is called. */
const RESERVED: ReadonlySet<string> = new Set([
  'fetch',
  'connect',
  'dup',
  'alarm',
  'webSocketMessage',
  'webSocketClose',
  'webSocketError',
]);

/** Where a path has led: a value, and whose member it is. */
interface Found {
  readonly value: unknown;
  readonly self: unknown;
  /** What is left of the path where it has led to something elsewhere. */
  readonly rest: readonly string[];
}

/** Whether the members of an object that count are those of its class, and not its own. */
function isInstance(side: RpcSide, value: object): boolean {
  const { RpcTarget, WorkerEntrypoint, DurableObject } = side.classes;
  return value instanceof RpcTarget || value instanceof WorkerEntrypoint || value instanceof DurableObject;
}

function member(side: RpcSide, at: object, name: string, isRoot: boolean): unknown {
  if (RESERVED.has(name))
    throw new TypeError(`'${name}' is a reserved method and cannot be called over RPC.`);
  const own = Object.hasOwn(at, name);
  const shown = isInstance(side, at)
    ? !own && !(name in Object.prototype)
    : own || (isRoot && !(name in Object.prototype));
  const value: unknown = shown ? Reflect.get(at, name) : undefined;
  if (value === undefined) throw notImplemented(name);
  return value;
}

/** Whether others may look into a value: plain objects, functions and targets. */
function isWalkable(side: RpcSide, value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || typeof value === 'function' || isInstance(side, value);
}

function find(side: RpcSide, root: unknown, path: readonly string[]): Found {
  let self: unknown = root;
  let value = root;
  for (const [i, name] of path.entries()) {
    if (!isObject(value)) throw notImplemented(path[i - 1] ?? name);
    if (side.handleBehind(value) !== null) return { value, self, rest: path.slice(i) };
    if (i > 0 && !isWalkable(side, value)) throw notImplemented(path[i - 1] ?? name);
    self = value;
    value = member(side, value, name, i === 0);
  }
  return { value, self, rest: [] };
}

function argumentsFor(
  { plain }: Root,
  path: readonly string[],
  given: readonly unknown[],
): readonly unknown[] {
  if (plain === null || path.length !== 1) return given;
  if (given.length === 1) return [...given, ...plain];
  throw new TypeError(
    `Attempted to call RPC function "${path[0] ?? ''}" with the wrong number of arguments. When calling a top-level handler function that is not declared as part of a class, you must always send exactly one argument. In order to support variable numbers of arguments, the server must use class-based syntax (extending WorkerEntrypoint) instead.`,
  );
}

async function outcome(
  side: RpcSide,
  root: Root,
  { path, args }: RemoteCall,
  given: unknown[],
): Promise<unknown> {
  const { value, self, rest } = find(side, root.target, path);
  const handle = isObject(value) ? side.handleBehind(value) : null;
  if (handle !== null && (rest.length > 0 || args !== null))
    return side.send(handle, rest, args === null ? null : given);
  if (args === null) return value;
  if (typeof value !== 'function') throw notFunction(path.join('.'));
  return Reflect.apply(value, path.length === 0 ? value : self, argumentsFor(root, path, given)) as unknown;
}

/** Runs the call; what it returns leaves at once, and streams that it returned keep it open. */
export async function answerRemoteCall(
  side: RpcSide,
  call: Call,
  root: Root,
  asked: RemoteCall,
): Promise<void> {
  const brought = new Parcel(side, 'argument');
  const given = asked.args === null ? [] : (unpackValue(asked.args, brought) as unknown[]);
  const value = await outcome(side, root, asked, given);
  const lent = new Parcel(side, 'result');
  const packed = value === undefined ? '' : limited(packValue(value, lent));
  const passedOn = given.length === 0 ? '' : packed;
  brought.dispose();
  const kept = brought
    .caps()
    .filter((cap) => side.references.holds(cap) || passedOn.includes(`"cap":${JSON.stringify(cap)}`));
  for (const done of lent.streams) keepOpen(side.isolate, call, done);
  host.emit.event(call.id, kept.length === 0 ? packed : withKept(kept, packed));
}

function withKept(kept: readonly Capability[], packed: string): string {
  const ids = JSON.stringify(kept.map(({ id }) => id));
  return `{"${MARK}":"kept","value":[${ids},${packed === '' ? 'null' : packed}]}`;
}
