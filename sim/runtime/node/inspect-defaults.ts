// What `inspect` takes for granted where nothing is asked, as Node's does: node:util and the console share it.

/** The usual answers; of node:util code may change them, in its own isolate. */
export const defaults = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};
