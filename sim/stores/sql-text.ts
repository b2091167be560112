// Reads SQL as text, as far as SQLite's interface asks for that: where statements end, and where a word stands that an error names.

/** A token that matters here: its text, and where it begins. */
interface Token {
  readonly text: string;
  readonly at: number;
}

/** Comments and blanks are passed over; quoted texts and names, words, and single signs are tokens. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+|('(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|[\w\u0080-\uffff][\w$\u0080-\uffff]*|[\s\S])/g;

/** The tokens of a text in order. */
function* tokens(sql: string): Generator<Token> {
  for (const match of sql.matchAll(TOKEN)) {
    const [, text] = match;
    if (text !== undefined) yield { text, at: match.index };
  }
}

/** The statements of a text, each without the semicolon that ends it; those of nothing but comments are left out. */
export function splitStatements(sql: string): string[] {
  return statementsIn(sql).found;
}

/** Whether something that is no statement stands behind the semicolon that ends the last one: a comment, or another semicolon. */
export function trails(sql: string): boolean {
  return /\S/.test(sql.slice(statementsIn(sql).end));
}

/** The statements of a text, and where the last of them ends. */
function statementsIn(sql: string): { readonly found: string[]; readonly end: number } {
  const found: string[] = [];
  let lastEnd = 0;
  let start: number | null = null;
  let words: string[] = [];
  const take = (end: number): void => {
    if (start !== null) {
      found.push(sql.slice(start, end));
      lastEnd = end + 1;
    }
    start = null;
    words = [];
  };
  for (const { text, at } of tokens(sql)) {
    if (text === ';' && !insideTrigger(words)) {
      take(at);
      continue;
    }
    start ??= at;
    words.push(text.toLowerCase());
  }
  take(sql.length);
  return { found, end: lastEnd };
}

/** The body of a trigger holds semicolons of its own, until the word END follows one. */
function insideTrigger(words: readonly string[]): boolean {
  const [first, second, third] = words;
  if (first !== 'create') return false;
  if (second !== 'trigger' && !(third === 'trigger' && (second === 'temp' || second === 'temporary')))
    return false;
  return !(words.at(-1) === 'end' && words.at(-2) === ';');
}

/** The first word of a statement in small letters. */
export function firstWord(sql: string): string {
  for (const { text } of tokens(sql)) return text.toLowerCase();
  return '';
}

/** A name without the signs that quote it, in small letters. */
function plain(name: string): string {
  return name.replace(/^["`[]|["`\]]$/g, '').toLowerCase();
}

/** Where a name such as `column` or `t.column` begins outside quoted texts, whatever its case; -1 when it does not. */
export function offsetOfName(sql: string, name: string): number {
  const wanted = plain(name.split('.').at(-1) ?? name);
  let start = 0;
  let last = '';
  for (const { text, at } of tokens(sql)) {
    if (last !== '.' && text !== '.') start = at;
    if (plain(text) === wanted && !text.startsWith("'")) return start;
    last = text;
  }
  return -1;
}

/** Every place where a token stands, in order. */
export function offsetsOfToken(sql: string, token: string): number[] {
  return [...tokens(sql)].filter(({ text }) => text === token).map(({ at }) => at);
}

/** Bytes of UTF-8 before a place in a text: SQLite counts those. */
export function byteOffset(sql: string, at: number): number {
  return Buffer.byteLength(sql.slice(0, at));
}

/** The parameters of a statement by their numbers: the name under which each is bound, null for a plain `?`. */
export function parameterNames(sql: string): (string | null)[] {
  const names: (string | null)[] = [];
  let sign: Token | null = null;
  for (const { text, at } of tokens(sql)) {
    const whole: string | null =
      sign !== null && at === sign.at + 1 && /^\w/.test(text) ? sign.text + text : null;
    if (sign?.text === '?') {
      if (whole !== null) names[Number(text) - 1] = whole;
      else names.push(null);
    } else if (whole !== null && !names.includes(whole)) {
      names.push(whole);
    }
    sign = '?:@$'.includes(text) ? { text, at } : null;
  }
  if (sign?.text === '?') names.push(null);
  return Array.from(names, (name) => name ?? null);
}

/** Whether a statement reads only, as far as its words tell. */
export function onlyReads(sql: string): boolean {
  const word = firstWord(sql);
  if (word !== 'with') return ['select', 'values', 'explain', 'pragma', ''].includes(word);
  for (const { text } of tokens(sql)) if (/^(insert|update|delete|replace)$/i.test(text)) return false;
  return true;
}
