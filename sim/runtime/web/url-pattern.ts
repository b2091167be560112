// URLPattern: a kept library evaluated in the realm (its free name `URL` is bound to ours when the realm's text is built).
import { URLPattern as Pattern } from 'urlpattern-polyfill/urlpattern';
import { defineInterface } from './webidl.ts';

type Construct = new (input?: unknown, baseUrl?: unknown, options?: unknown) => Pattern;

function compile(args: readonly unknown[]): Pattern {
  try {
    const [input, base, options] = args;
    if (args.length === 0) return new Pattern({});
    return args.length > 2
      ? new (Pattern as Construct)(input, base, options)
      : args.length > 1 && base !== undefined
        ? new (Pattern as Construct)(input, base)
        : new (Pattern as Construct)(input);
  } catch {
    throw new TypeError('Failed to construct URLPattern');
  }
}

type Input = Parameters<Pattern['test']>[0];

/** Runs the library; its errors are worded as workerd words them. */
function attempt<T>(verb: string, run: () => T): T {
  try {
    return run();
  } catch {
    throw new TypeError(`Failed to ${verb} URLPattern`);
  }
}

/** What a result has groups for. Workerd lists the names of two groups backwards (of more: by their hashes). */
const PARTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;

/** A pattern that URLs match or not, part by part. */
export class URLPattern {
  readonly #pattern: Pattern;

  constructor(...args: readonly unknown[]) {
    this.#pattern = compile(args);
  }

  get protocol(): string {
    return this.#pattern.protocol;
  }
  get username(): string {
    return this.#pattern.username;
  }
  get password(): string {
    return this.#pattern.password;
  }
  get hostname(): string {
    return this.#pattern.hostname;
  }
  get port(): string {
    return this.#pattern.port;
  }
  get pathname(): string {
    return this.#pattern.pathname;
  }
  get search(): string {
    return this.#pattern.search;
  }
  get hash(): string {
    return this.#pattern.hash;
  }
  get hasRegExpGroups(): boolean {
    return Boolean(Reflect.get(this.#pattern, 'hasRegExpGroups'));
  }

  test(input: Input = {}, baseUrl?: string): boolean {
    return attempt('test', () =>
      baseUrl === undefined ? this.#pattern.test(input) : this.#pattern.test(input, baseUrl),
    );
  }

  exec(input: Input = {}, baseUrl?: string): unknown {
    const found = attempt('exec', () =>
      baseUrl === undefined ? this.#pattern.exec(input) : this.#pattern.exec(input, baseUrl),
    );
    if (found === null) return null;
    for (const part of PARTS) {
      const { groups } = found[part];
      found[part].groups = Object.fromEntries(Object.entries(groups).toReversed());
    }
    return found;
  }
}
defineInterface(URLPattern, 'URLPattern');
