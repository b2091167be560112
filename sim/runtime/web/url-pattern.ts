// URLPattern: a kept library evaluated in the realm (its free name `URL` is bound to ours when the realm's text is built).
import { URLPattern as Pattern } from 'urlpattern-polyfill/urlpattern';
import { defineInterface, isObject, textOf } from './webidl.ts';

type Construct = new (input: Input, ...rest: unknown[]) => Pattern;

type Input = Parameters<Pattern['test']>[0];

/** What a result has groups for. Workerd lists the names of two groups backwards (of more: by their hashes). */
const PARTS = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;

/** What may be matched as the library wants it: a text, or a dictionary with all its members. */
function inputOf(given: unknown): Input {
  if (typeof given === 'string') return given;
  if (given !== undefined && given !== null && !isObject(given)) return textOf(given);
  const source = given ?? {};
  return Object.fromEntries(
    [...PARTS, 'baseURL'].map((name): [string, string | undefined] => {
      const value: unknown = Reflect.get(source, name);
      return [name, value === undefined ? undefined : textOf(value)];
    }),
  ) as Input;
}

function optionsOf(given: unknown): { readonly ignoreCase: boolean } {
  return { ignoreCase: isObject(given) && Boolean(Reflect.get(given, 'ignoreCase')) };
}

function compile(args: readonly unknown[]): Pattern {
  try {
    const [input, base, options] = args;
    if (input !== undefined && typeof input !== 'string' && !isObject(input) && input !== null)
      throw new TypeError('No pattern.');
    const source = inputOf(input);
    if (args.length > 2) return new (Pattern as Construct)(source, base, optionsOf(options));
    if (base === undefined) return new (Pattern as Construct)(source);
    return new (Pattern as Construct)(source, base === null || isObject(base) ? optionsOf(base) : base);
  } catch {
    throw new TypeError('Failed to construct URLPattern');
  }
}

/** Runs the library; its errors are worded as workerd words them. */
function attempt<T>(verb: string, run: () => T): T {
  try {
    return run();
  } catch {
    throw new TypeError(`Failed to ${verb} URLPattern`);
  }
}

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

  test(input?: unknown, baseUrl?: string): boolean {
    const matched = inputOf(input);
    return attempt('test', () =>
      baseUrl === undefined ? this.#pattern.test(matched) : this.#pattern.test(matched, baseUrl),
    );
  }

  exec(input?: unknown, baseUrl?: string): unknown {
    const matched = inputOf(input);
    const found = attempt('exec', () =>
      baseUrl === undefined ? this.#pattern.exec(matched) : this.#pattern.exec(matched, baseUrl),
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
