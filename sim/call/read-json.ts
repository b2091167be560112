// Reads JSON as people write it in configurations: with comments, and with commas behind the last member.

/** A text in quotes, which is left alone, or a comment. */
const COMMENTS = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
/** A text in quotes, or a comma behind which something ends. */
const LAST_COMMAS = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;

/** The same text as JSON: comments and last commas become spaces, so that everything stays at its line and column. */
export function plainJson(text: string): string {
  const blank = (found: string): string => (found.startsWith('"') ? found : found.replaceAll(/[^\n]/g, ' '));
  return text.replace(COMMENTS, blank).replace(LAST_COMMAS, blank);
}
