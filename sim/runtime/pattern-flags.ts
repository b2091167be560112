// The flags of the regular expressions in URL patterns, as the standard has them: replaced in the kept library's text when the realm's is built.
import type { Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';

/** What the library says, an older edition of the standard: groups of a pattern were read with `u`. */
const OLD = '"ui":"u"';
/** With `v`, which the URL Pattern Standard names ("compile a component"), `[a-z-]` and `[^/]` are no classes: `-` and `/` need a backslash there. */
const NEW = '"vi":"v"';

/** The esbuild plugin that loads the library of URL patterns with today's flags. */
export const patternFlags: Plugin = {
  name: 'pattern-flags',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]urlpattern-polyfill[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const [before, after, ...more] = (await readFile(path, 'utf8')).split(OLD);
      if (after === undefined || more.length > 0)
        throw new Error('The library of URL patterns names its flags in a new way.');
      return { contents: `${before}${NEW}${after}`, loader: 'js' };
    });
  },
};
