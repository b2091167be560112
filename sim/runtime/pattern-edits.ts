// Where the kept library of URL patterns follows an older edition of the standard: replaced in its text when the realm's is built.
import type { Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';

/** A piece of the library's text, which stands there once, and what takes its place. */
interface Edit {
  readonly old: string;
  readonly now: string;
}

const EDITS: readonly Edit[] = [
  // Groups are read with `v` ("compile a component"): `[a-z-]` and `[^/]` are no classes, for `-` and `/` need a backslash there.
  { old: '"ui":"u"', now: '"vi":"v"' },
  // A backslash with nothing behind it is an error ("tokenize", step for U+005C).
  {
    old: 'if(c==="\\\\"){r.push(',
    now: 'if(c==="\\\\"){if(n===e.length-1){l("Nothing follows the backslash.");continue}r.push(',
  },
  // A scheme starts with a letter ("canonicalize a protocol").
  { old: '/^[-+.A-Za-z0-9]*$/', now: '/^[A-Za-z][-+.A-Za-z0-9]*$/' },
  // A host name ends where the parser of URLs would end it, and is an error where that takes none ("canonicalize a hostname").
  {
    old: 'if(/[\\t\\n\\r #%/:<>?@[\\]^\\\\|]/g.test(e))throw new TypeError(`Invalid hostname \'${e}\'`);let t=new URL("https://example.com");return t.hostname=e,t.hostname',
    now: 'let h=e.replace(/[\\t\\n\\r]/g,"").split(/[/?#\\\\]/)[0],t=new URL("https://example.com");if(t.hostname=h,h.includes(":")||h.includes("@")||t.hostname==="example.com"&&h.toLowerCase()!=="example.com")throw new TypeError(`Invalid hostname \'${e}\'`);return t.hostname',
  },
  // A port ends with its digits ("canonicalize a port"); workerd takes none that starts with a needless zero.
  {
    old: 'if(e===""||/^[0-9]*$/.test(e)&&parseInt(e)<=65535)return e;',
    now: 'if(e==="")return e;let d=/^(?:0(?!\\d)|[1-9]\\d*)/.exec(e.replace(/[\\t\\n\\r]/g,""))?.[0];if(d!==void 0&&Number(d)<=65535)return d;',
  },
];

function edited(text: string, { old, now }: Edit): string {
  const [before, after, ...more] = text.split(old);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`The library of URL patterns says in a new way what it said so: ${old}`);
  return `${before}${now}${after}`;
}

/** The esbuild plugin that loads the library of URL patterns as today's standard has it. */
export const patternEdits: Plugin = {
  name: 'pattern-edits',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]urlpattern-polyfill[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: EDITS.reduce(edited, text), loader: 'js' };
    });
  },
};
