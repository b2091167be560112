// A D1 database as handlers see it: statements go out as one operation, alone or as a batch; results and errors are worded as workerd words them.
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';

/** One result as it comes back. */
interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly meta: object;
}

interface Shown {
  readonly success: true;
  readonly meta: object;
  readonly results: readonly Record<string, unknown>[];
}

/** What a statement sends: its text and its parameters. */
interface Query {
  readonly sql: unknown;
  readonly params: readonly unknown[];
}

/** Who sends statements: the database itself, or a session that keeps a bookmark. */
class Sender {
  readonly #isolate: IsolateState;
  readonly #name: string;
  /** A bookmark or a constraint; null outside sessions. */
  #at: string | null;

  constructor(isolate: IsolateState, name: string, at: string | null) {
    this.#isolate = isolate;
    this.#name = name;
    this.#at = at;
  }

  bookmark(): string | null {
    return this.#at === null || CONSTRAINTS.includes(this.#at) ? null : this.#at;
  }

  session(at: string): Sender {
    return new Sender(this.#isolate, this.#name, at);
  }

  /** The results, or the text of the error. */
  async send(queries: readonly Query[]): Promise<readonly Result[] | string> {
    const malformed = queries.find(({ sql }) => typeof sql !== 'string');
    if (malformed !== undefined) return 'Failed to parse body as JSON, got: ZodError';
    const reply = await perform(this.#isolate, {
      verb: 'd1.query',
      binding: this.#name,
      key: String(queries[0]?.sql ?? ''),
      optionsJson: JSON.stringify({ statements: queries, session: this.#at }),
      body: null,
    });
    const { bookmark } = JSON.parse(reply.metaJson) as { bookmark: string };
    const before = this.bookmark();
    if (this.#at !== null && (before === null || bookmark > before)) this.#at = bookmark;
    const answer = JSON.parse(String(reply.value)) as readonly Result[] | { readonly error: string };
    return 'error' in answer ? answer.error : answer;
  }
}

const CONSTRAINTS: readonly string[] = ['first-primary', 'first-unconstrained'];

async function sendOrThrow(sender: Sender, queries: readonly Query[]): Promise<readonly Result[]> {
  const answer = await sender.send(queries);
  if (typeof answer === 'string') throw d1Error('D1_ERROR', answer, answer);
  return answer;
}

async function sendOne(sender: Sender, query: Query): Promise<Result> {
  const [result] = await sendOrThrow(sender, [query]);
  if (result === undefined) throw new TypeError('a statement without a result');
  return result;
}

function d1Error(code: string, message: string, cause: string): Error {
  return new Error(`${code}: ${message}`, { cause: new Error(cause) });
}

/** Rows as objects; of columns with one name the last one counts. */
function objectsOf({ columns, rows }: Result): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], cell])));
}

function shown(result: Result): Shown {
  return { success: true, meta: result.meta, results: objectsOf(result) };
}

/** A value as a parameter travels: bytes as lists of numbers. */
function parameterOf(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'string' || value === null) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Array.isArray(value) && value.every((one) => typeof one === 'number' && one >= 0 && one < 256))
    return value;
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
  if (ArrayBuffer.isView(value)) return [...Uint8Array.from(value as Uint8Array)];
  const text = `Type '${typeof value}' not supported for value '${asText(value)}'`;
  throw d1Error('D1_TYPE_ERROR', text, text);
}

/** A symbol cannot become part of a text, and says so itself. */
function asText(value: unknown): string {
  return ''.concat(value as string);
}

const senders = new WeakMap<object, Sender>();

function senderOf(owner: object): Sender {
  const sender = senders.get(owner);
  if (sender === undefined) throw new TypeError('Illegal invocation');
  return sender;
}

/** A statement that may be bound and run. */
class D1PreparedStatement {
  readonly statement: unknown;
  readonly params: readonly unknown[];

  constructor(sender: Sender, statement: unknown, params: readonly unknown[] = []) {
    senders.set(this, sender);
    this.statement = statement;
    this.params = params;
  }

  bind(...values: unknown[]): D1PreparedStatement {
    return bound(senderOf(this), this.statement, values.map(parameterOf));
  }

  async first(column?: unknown): Promise<unknown> {
    const [row] = objectsOf(await sendOne(senderOf(this), queryOf(this)));
    if (row === undefined) return null;
    if (column === undefined) return row;
    const value = row[String(column)];
    if (value === undefined)
      throw d1Error('D1_COLUMN_NOTFOUND', `Column not found (${String(column)})`, 'Column not found');
    return value;
  }

  async run(): Promise<Shown> {
    return shown(await sendOne(senderOf(this), queryOf(this)));
  }

  async all(): Promise<Shown> {
    return shown(await sendOne(senderOf(this), queryOf(this)));
  }

  async raw(options?: { readonly columnNames?: unknown }): Promise<unknown[]> {
    const { columns, rows } = await sendOne(senderOf(this), queryOf(this));
    return [...(options?.columnNames ? [columns] : []), ...rows];
  }
}

/** Made outside the class, whose name a reference to itself would change. */
function bound(sender: Sender, statement: unknown, params: readonly unknown[]): D1PreparedStatement {
  return new D1PreparedStatement(sender, statement, params);
}

function queryOf({ statement, params }: D1PreparedStatement): Query {
  return { sql: statement, params };
}

async function batch(sender: Sender, statements?: readonly D1PreparedStatement[] | null): Promise<Shown[]> {
  // The words of the language, which ours would not be.
  if (statements === undefined || statements === null)
    throw new TypeError(`Cannot read properties of ${String(statements)} (reading 'map')`);
  const results = await sendOrThrow(sender, statements.map(queryOf));
  return results.map(shown);
}

/** A session: it never sees less than it has seen. */
class D1DatabaseSession {
  constructor(sender: Sender) {
    senders.set(this, sender);
  }

  prepare(query: unknown): D1PreparedStatement {
    return new D1PreparedStatement(senderOf(this), query);
  }

  async batch(statements: readonly D1PreparedStatement[]): Promise<Shown[]> {
    return batch(senderOf(this), statements);
  }

  getBookmark(): string | null {
    return senderOf(this).bookmark();
  }
}

/** The database under `env`. */
export class D1Database {
  constructor(isolate: IsolateState, name: string) {
    senders.set(this, new Sender(isolate, name, null));
  }

  prepare(query: unknown): D1PreparedStatement {
    return new D1PreparedStatement(senderOf(this), query);
  }

  async batch(statements: readonly D1PreparedStatement[]): Promise<Shown[]> {
    return batch(senderOf(this), statements);
  }

  /** Every line is a statement of its own; an error undoes all of them and is told of the first line, as by workerd. */
  async exec(query: string): Promise<{ count: number; duration: number }> {
    const lines = query.trim().split('\n');
    const answer = await senderOf(this).send(lines.map((sql) => ({ sql, params: [] })));
    if (typeof answer === 'string') {
      const text = `Error in line 1: ${lines[0] ?? ''}: ${answer}`;
      throw d1Error('D1_EXEC_ERROR', text, text);
    }
    const durations = answer.map(({ meta }) => Number(Reflect.get(meta, 'duration')));
    return { count: answer.length, duration: durations.reduce((sum, ms) => sum + ms, 0) };
  }

  withSession(constraintOrBookmark?: string | null): D1DatabaseSession {
    const given = constraintOrBookmark?.trim();
    const at = given === undefined || given === '' ? 'first-unconstrained' : given;
    return new D1DatabaseSession(senderOf(this).session(at));
  }

  /** Only databases of the alpha could be dumped; the service answers 404 for all others. */
  async dump(): Promise<never> {
    throw d1Error('D1_DUMP_ERROR', 'Status + 404', 'Status 404');
  }
}
