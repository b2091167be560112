// URLPattern: a kept library evaluated in the realm (its free name `URL` is bound to ours when the realm's text is built).
import { URLPattern as Pattern } from 'urlpattern-polyfill/urlpattern';
import { URL } from './url.ts';
import { defineInterface, isObject, optionsArgument, textOf } from './webidl.ts';

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

function optionsOf(given: object | null): { readonly ignoreCase: boolean } {
  return { ignoreCase: given !== null && Boolean(Reflect.get(given, 'ignoreCase')) };
}

function compile(args: readonly unknown[]): Pattern {
  const [input, second, third] = args;
  const source = inputOf(input);
  const last = optionsArgument(third, 'URLPattern', 3, 'URLPatternOptions');
  const hasOptions = isObject(second);
  const base = second === undefined || second === null || hasOptions ? [] : [textOf(second)];
  const options = optionsOf(hasOptions ? second : last);
  try {
    if (input !== undefined && typeof input !== 'string' && !isObject(input) && input !== null)
      throw new TypeError('No pattern.');
    return new (Pattern as Construct)(source, ...base, options);
  } catch {
    throw new TypeError('Failed to construct URLPattern');
  }
}

/** Where a text stands that is no URL by itself: without a scheme or host, as workerd takes it. */
const NOWHERE = 'nowhere://';

/** A text that is no URL of its own, in parts without a scheme; anything else as it is. */
function partsOfText(input: Input): Input {
  if (typeof input !== 'string' || URL.canParse(input)) return input;
  const url = URL.parse(input, NOWHERE);
  if (url === null) return input;
  return {
    protocol: '',
    username: url.username,
    password: url.password,
    hostname: url.hostname,
    port: url.port,
    pathname: url.pathname,
    search: url.search.slice(1),
    hash: url.hash.slice(1),
  };
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

  test(input?: unknown, baseUrl?: unknown): boolean {
    const matched = inputOf(input);
    const base = baseUrl === undefined ? undefined : textOf(baseUrl);
    return attempt('test', () =>
      base === undefined ? this.#pattern.test(partsOfText(matched)) : this.#pattern.test(matched, base),
    );
  }

  exec(input?: unknown, baseUrl?: unknown): unknown {
    const matched = inputOf(input);
    const base = baseUrl === undefined ? undefined : textOf(baseUrl);
    const found = attempt('exec', () =>
      base === undefined ? this.#pattern.exec(partsOfText(matched)) : this.#pattern.exec(matched, base),
    );
    if (found === null) return null;
    if (typeof matched === 'string' && base === undefined) found.inputs = [matched];
    for (const part of PARTS) {
      const { groups } = found[part];
      found[part].groups = Object.fromEntries(Object.entries(groups).toReversed());
    }
    return found;
  }
}
defineInterface(URLPattern, 'URLPattern');
