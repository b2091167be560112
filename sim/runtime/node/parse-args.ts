// util.parseArgs: options and positionals out of a list of words, as Node's documentation of it says.

interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: unknown;
}

interface ParseArgsConfig {
  readonly args?: readonly string[];
  readonly options?: Readonly<Record<string, OptionSpec>>;
  readonly strict?: boolean;
  readonly allowPositionals?: boolean;
  readonly allowNegative?: boolean;
}

type Values = Record<string, unknown>;

function failure(code: string, message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}

/** One option as it was written: with the value behind `=`, if any. */
interface Written {
  readonly name: string;
  readonly shown: string;
  readonly value: string | undefined;
}

class Parser {
  readonly values: Values = Object.create(null) as Values;
  readonly positionals: string[] = [];
  readonly #words: string[];
  readonly #options: Readonly<Record<string, OptionSpec>>;
  readonly #config: ParseArgsConfig;
  readonly #strict: boolean;

  constructor(config: ParseArgsConfig) {
    this.#words = [...(config.args ?? [])];
    this.#options = config.options ?? {};
    this.#config = config;
    this.#strict = config.strict ?? true;
  }

  run(): void {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) {
      if (word === '--') {
        this.#words.splice(0).forEach((rest) => this.#positional(rest));
      } else if (word.startsWith('--')) this.#long(word);
      else if (word.startsWith('-') && word.length > 1) this.#short(word);
      else this.#positional(word);
    }
    for (const [name, spec] of Object.entries(this.#options))
      if (spec.default !== undefined) this.values[name] ??= spec.default;
  }

  #positional(word: string): void {
    if (!(this.#config.allowPositionals ?? !this.#strict))
      throw failure(
        'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
        `Unexpected argument '${word}'. This command does not take positional arguments`,
      );
    this.positionals.push(word);
  }

  #long(word: string): void {
    const at = word.indexOf('=');
    const name = at < 0 ? word.slice(2) : word.slice(2, at);
    if (
      this.#config.allowNegative === true &&
      name.startsWith('no-') &&
      !Object.hasOwn(this.#options, name)
    ) {
      this.#store(name.slice(3), false);
      return;
    }
    this.#take({ name, shown: `--${name}`, value: at < 0 ? undefined : word.slice(at + 1) });
  }

  /** `-abc` stands for `-a -b -c`, unless one of them takes the rest as its value. */
  #short(word: string): void {
    for (let i = 1; i < word.length; i++) {
      const letter = word.charAt(i);
      const name = Object.entries(this.#options).find(([, { short }]) => short === letter)?.[0] ?? letter;
      const rest = word.slice(i + 1);
      const takesRest = this.#options[name]?.type === 'string' && rest !== '';
      this.#take({ name, shown: `-${letter}`, value: takesRest ? rest : undefined });
      if (takesRest) return;
    }
  }

  #take({ name, shown, value }: Written): void {
    const spec = Object.hasOwn(this.#options, name) ? this.#options[name] : undefined;
    if (spec === undefined && this.#strict)
      throw failure('ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${shown}'`);
    if (spec?.type !== 'string') {
      if (spec !== undefined && value !== undefined && this.#strict)
        throw failure('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shown}' does not take an argument`);
      this.#store(name, value ?? true);
      return;
    }
    const next = this.#words[0];
    const given = value ?? (next === undefined || next.startsWith('-') ? undefined : this.#words.shift());
    if (given === undefined && this.#strict)
      throw failure('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${shown} <value>' argument missing`);
    this.#store(name, given ?? true);
  }

  #store(name: string, value: unknown): void {
    if (this.#options[name]?.multiple !== true) {
      this.values[name] = value;
      return;
    }
    const before = this.values[name];
    this.values[name] = [...(Array.isArray(before) ? (before as unknown[]) : []), value];
  }
}

/** The values of options, by name, and the words that are none. */
export function parseArgs(config: ParseArgsConfig = {}): { values: Values; positionals: string[] } {
  const parser = new Parser(config);
  parser.run();
  return { values: parser.values, positionals: parser.positionals };
}
