// `:not(…)` as workerd's parser reads it, in the words of the kept build, which knows one simple selector in each.

/** Where the text that begins at an index with a quote, a bracket or an escape goes on behind it. */
function behind(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 2;
  const end = char === '[' ? ']' : char === '(' ? ')' : char;
  if (!'"\'[('.includes(char ?? ' ')) return at + 1;
  const isQuote = end === char;
  for (let i = at + 1; i < text.length;) {
    if (text[i] === end) return i + 1;
    i = isQuote && text[i] !== '\\' ? i + 1 : behind(text, i);
  }
  return text.length;
}

/** The pieces of a selector that stand between what a pattern matches outside of brackets and quotes. */
function split(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at = behind(text, at)) {
    if (!separator.test(text[at] ?? '')) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** The simple selectors of a compound one. */
function simples(compound: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < compound.length; at = behind(compound, at)) {
    if (at > from && '.#[:'.includes(compound[at] ?? ' ')) {
      parts.push(compound.slice(from, at));
      from = at;
    }
  }
  return [...parts, compound.slice(from)];
}

/** What holds for every element. */
const ANY = ':nth-child(n)';
const NOT = /:not\(/i;

/**
 * The same selector with one simple selector in each `:not(…)`. workerd's parser takes only the last compound of each selector in the list,
 * negates its simple selectors one by one, and passes over negations within; `check` refuses what is no selector.
 */
export function plainNegations(selector: string, check: (part: string) => void): string {
  if (!NOT.test(selector)) return selector;
  let result = '';
  for (let at = 0; at < selector.length;) {
    if (!/^:not\(/i.test(selector.slice(at, at + 5))) {
      const next = selector[at] === '(' ? at + 1 : behind(selector, at);
      result += selector.slice(at, next);
      at = next;
      continue;
    }
    const end = behind(selector, at + 4);
    if (selector[end - 1] !== ')') return selector;
    result += negated(selector.slice(at + 5, end - 1), check);
    at = end;
  }
  return result;
}

function negated(list: string, check: (part: string) => void): string {
  const parts = split(list, /,/).map((part) => part.trim());
  const words = parts.flatMap((part) => {
    check(part);
    const last = split(part, /[\s>]/).at(-1) ?? '';
    return simples(last).filter((simple) => !NOT.test(simple.slice(0, 5)));
  });
  return words.length === 0 ? ANY : words.map((word) => `:not(${word})`).join('');
}
