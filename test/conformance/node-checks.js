// What the handlers of Node's modules share: many small checks by name, run one after the other and answered as one object.

/** What a function gives, or what it throws as text. */
export async function err(f) {
  try {
    return await f();
  } catch (x) {
    return (x?.name ?? typeof x) + (x?.code ? ' [' + x.code + ']' : '') + ': ' + x?.message;
  }
}

/** The same of many. */
export const all = (...f) => Promise.all(f.map(err));

function plain(_key, value) {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  return value;
}

/** A handler that answers what every check gave, or the name of the error that it ended with. */
export function answersOf(checks) {
  return {
    async fetch() {
      const found = {};
      for (const [name, check] of Object.entries(checks)) {
        try {
          found[name] = await check();
        } catch (error) {
          found[name] = { error: error.name };
        }
      }
      return new Response(JSON.stringify(found, plain));
    },
  };
}
