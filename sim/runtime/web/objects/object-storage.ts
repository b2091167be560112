// The storage of a Durable Object: values by key, transactions, alarms, SQL; everything is answered at once, and made durable behind the output gate.
import type { IsolateState } from '../isolate-state.ts';
import { perform } from '../operation.ts';
import { argumentError, defineInterface, isObject } from '../webidl.ts';
import { askStorage } from './ask-storage.ts';
import type { Blocks } from './object-blocks.ts';
import { Keys, type ListOptions, type PutOptions, SyncKvStorage, textOf } from './object-keys.ts';
import { SqlStorage } from './object-sql.ts';

/** What storage says at once still arrives two turns of the microtask queue later, as on workerd: one here, one where it is returned. */
async function answered<T>(value: T): Promise<T> {
  return value;
}

/** Reads and writes, as the storage and a transaction have them. */
class StorageOperations {
  readonly #keys: Keys;
  readonly #isolate: IsolateState;
  readonly #hasAlarm: boolean;
  /** Throws when operations are over. */
  readonly #check: (operation: string) => void;

  constructor(
    isolate: IsolateState,
    keys: Keys,
    { hasAlarm, check }: { hasAlarm: boolean; check?: (operation: string) => void },
  ) {
    this.#isolate = isolate;
    this.#keys = keys;
    this.#hasAlarm = hasAlarm;
    this.#check = check ?? (() => undefined);
  }

  async get(key?: unknown, options?: unknown): Promise<unknown> {
    if (arguments.length === 0) throw argumentError('DurableObjectStorage', 'get', 1, 'string or Array');
    if (options !== undefined && options !== null && !isObject(options))
      throw argumentError('DurableObjectStorage', 'get', 2, 'GetOptions');
    this.#check('get');
    if (!Array.isArray(key)) return answered(this.#keys.get([String(key)])[0]);
    const names = [...new Set(key.map(String))].toSorted();
    const values = this.#keys.get(names);
    return answered(
      new Map(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]]]))),
    );
  }

  async put(key?: unknown, value?: unknown, options?: PutOptions): Promise<void> {
    if (arguments.length === 0) throw argumentError('DurableObjectStorage', 'put', 1, 'string or object');
    this.#check('put');
    if (isObject(key) && !Array.isArray(key)) {
      const entries = Object.entries(key).filter(([, held]) => held !== undefined);
      this.#keys.put(
        entries.map(([name, held]) => [name, textOf(held)] as const),
        value as PutOptions | undefined,
      );
      return answered(undefined);
    }
    this.#keys.put([[String(key), textOf(value)]], options);
    return answered(undefined);
  }

  async delete(key?: unknown): Promise<boolean | number> {
    if (arguments.length === 0) throw argumentError('DurableObjectStorage', 'delete', 1, 'string or Array');
    this.#check('delete');
    return answered(
      Array.isArray(key) ? this.#keys.delete(key.map(String)) : this.#keys.delete([String(key)]) > 0,
    );
  }

  async list(options?: ListOptions | null): Promise<Map<string, unknown>> {
    if (options !== undefined && options !== null && !isObject(options))
      throw argumentError('DurableObjectStorage', 'list', 1, 'ListOptions');
    this.#check('list');
    return answered(this.#keys.list(options));
  }

  async getAlarm(): Promise<number | null> {
    return answered(askStorage(this.#isolate, 'getAlarm') as number | null);
  }

  async setAlarm(time?: unknown): Promise<void> {
    const atMs = time instanceof Date || typeof time === 'number' ? Number(time) : Number.NaN;
    if (!(time instanceof Date) && typeof time !== 'number')
      throw argumentError('DurableObjectStorage', 'setAlarm', 1, 'date');
    if (!Number.isFinite(atMs))
      throw new TypeError('The value cannot be converted because it is not a valid Date.');
    if (atMs <= 0) throw new TypeError('setAlarm() cannot be called with an alarm time <= 0');
    if (!this.#hasAlarm)
      throw new TypeError(
        'Your Durable Object class must have an alarm() handler in order to call setAlarm()',
      );
    askStorage(this.#isolate, 'setAlarm', { atMs });
    return answered(undefined);
  }

  async deleteAlarm(): Promise<void> {
    askStorage(this.#isolate, 'deleteAlarm');
    return answered(undefined);
  }
}

/** Gives a class the members of StorageOperations as its own, without naming that in its chain of prototypes. */
function ownMembers(target: { readonly prototype: object }): void {
  const { constructor: _, ...members } = Object.getOwnPropertyDescriptors(StorageOperations.prototype);
  Object.defineProperties(target.prototype, members);
  Object.setPrototypeOf(target.prototype, Object.prototype);
}

/** How a transaction has ended, if it has. */
interface TransactionState {
  rolledBack: boolean;
  committed: boolean;
}

function overAlready(operation: string): Error {
  return new Error(
    `Cannot call ${operation}() on transaction that has already committed: did you move \`txn\` outside of the closure?`,
  );
}

function noDeleteAll(): Error {
  return new Error('Cannot call deleteAll() within a transaction');
}

/** What the callback of `transaction` gets. */
class DurableObjectTransaction extends StorageOperations {
  readonly #state: TransactionState;
  readonly #isolate: IsolateState;

  constructor(isolate: IsolateState, keys: Keys, hasAlarm: boolean) {
    const state: TransactionState = { rolledBack: false, committed: false };
    const check = (operation: string): void => {
      if (state.rolledBack) throw new Error(`Cannot ${operation}() on rolled back transaction`);
      if (state.committed) throw overAlready(operation);
    };
    super(isolate, keys, { hasAlarm, check });
    this.#state = state;
    this.#isolate = isolate;
  }

  /** What is left to do at the end: nothing when it was rolled back. */
  static finish(transaction: DurableObjectTransaction, verb: 'commit' | 'rollback'): void {
    const state = transaction.#state;
    if (!state.rolledBack) askStorage(transaction.#isolate, verb);
    state.rolledBack ||= verb === 'rollback';
    state.committed = !state.rolledBack;
  }

  /** Takes back at once: what the storage itself is asked for afterwards shows it, and stays. */
  rollback(): void {
    if (this.#state.rolledBack) return;
    if (this.#state.committed) throw overAlready('rollback');
    this.#state.rolledBack = true;
    askStorage(this.#isolate, 'rollback');
  }

  deleteAll(): never {
    throw noDeleteAll();
  }
}
ownMembers(DurableObjectTransaction);
/** Kept aside, so that code does not find it on the class. */
const { finish } = DurableObjectTransaction;
Reflect.deleteProperty(DurableObjectTransaction, 'finish');
defineInterface(DurableObjectTransaction, 'DurableObjectTransaction');

/** What workerd says by itself; the platform can go back to earlier contents. */
function noRecovery(): Error {
  return new Error("This Durable Object's storage back-end does not implement point-in-time recovery.");
}

/** The storage of one object. */
export class DurableObjectStorage extends StorageOperations {
  readonly #isolate: IsolateState;
  readonly #blocks: Blocks;
  readonly #keys: Keys;
  readonly #hasAlarm: boolean;
  /** How many transactions are under way. */
  #transactions = 0;
  readonly kv: SyncKvStorage;
  readonly sql: SqlStorage;

  constructor(isolate: IsolateState, blocks: Blocks, hasAlarm: boolean) {
    const keys = new Keys(isolate);
    super(isolate, keys, { hasAlarm });
    this.#hasAlarm = hasAlarm;
    this.#isolate = isolate;
    this.#blocks = blocks;
    this.#keys = keys;
    this.kv = new SyncKvStorage(keys);
    this.sql = new SqlStorage(isolate);
  }

  async deleteAll(): Promise<void> {
    if (this.#transactions > 0) throw noDeleteAll();
    askStorage(this.#isolate, 'deleteAll');
    return answered(undefined);
  }

  /** A text that grows with every write. */
  async getCurrentBookmark(): Promise<string> {
    return askStorage(this.#isolate, 'bookmark') as string;
  }

  async getBookmarkForTime(): Promise<never> {
    throw noRecovery();
  }

  async onNextSessionRestoreBookmark(): Promise<never> {
    throw noRecovery();
  }

  /** Resolves when everything written so far is durable. */
  async sync(): Promise<void> {
    await perform(this.#isolate, { verb: 'object.sync', binding: '', key: '', optionsJson: '', body: null });
  }

  /** Nobody else is let in while the callback runs; what it wrote is taken back when it throws or says so. */
  async transaction(callback?: (txn: object) => unknown): Promise<unknown> {
    if (typeof callback !== 'function')
      throw argumentError('DurableObjectStorage', 'transaction', 1, 'function');
    return this.#blocks.run(async () => {
      askStorage(this.#isolate, 'begin');
      this.#transactions++;
      const txn = new DurableObjectTransaction(this.#isolate, this.#keys, this.#hasAlarm);
      try {
        const value: unknown = await callback(txn);
        finish(txn, 'commit');
        return value;
      } catch (error) {
        finish(txn, 'rollback');
        throw error;
      } finally {
        this.#transactions--;
      }
    }, 'stays');
  }

  transactionSync(callback?: () => unknown): unknown {
    if (typeof callback !== 'function')
      throw argumentError('DurableObjectStorage', 'transactionSync', 1, 'function');
    askStorage(this.#isolate, 'begin');
    try {
      const value = callback();
      askStorage(this.#isolate, 'commit');
      return value;
    } catch (error) {
      askStorage(this.#isolate, 'rollback');
      throw error;
    }
  }
}
ownMembers(DurableObjectStorage);
defineInterface(DurableObjectStorage, 'DurableObjectStorage');
