// Words that cannot be names of variables in a module, so the bundler must not offer them for replacement.

/** ECMAScript 2024, section 12.7.2, and the literals. */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw ' +
    'true try typeof var void while with yield'
  ).split(' '),
);
