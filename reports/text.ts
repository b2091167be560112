// Makes foreign text (names, messages, paths) safe to print anywhere: no control characters, no direction marks, no endless strings.

/** Control characters, format characters (direction marks among them), lone surrogates and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Combining marks beyond the second in a row: a pile of them would run over its neighbours. */
const PILED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** Foreign text on one line, at most `limit` characters long; what was cut is marked by “…”. */
export function plainText(text: string, limit = 200): string {
  const head = text.slice(0, 4 * limit);
  const shown = head
    .replace(/[^\S\u00a0]+/gu, ' ')
    .replace(UNPRINTABLE, '')
    .replace(PILED_MARKS, '$1')
    .trim();
  const characters = Array.from(shown);
  if (characters.length <= limit && head.length === text.length) return shown;
  return `${characters.slice(0, limit - 1).join('')}…`;
}

/** Text for HTML and SVG, as content or inside a quoted attribute. */
export function escapeHtml(text: string, limit = 200): string {
  return plainText(text, limit).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Text for Markdown: nothing in it is markup. */
export function escapeMarkdown(text: string, limit = 200): string {
  return plainText(text, limit).replace(/[\\`*_{}[\]<>|#!~&]/g, (char) => `\\${char}`);
}
