// The same rules in the bundle, left as the text they are: sorted lines, in which each request searches by halves.
import { pathOf, redirect } from './redirect.ts';
import text from './rules.txt';

/** The new path of an old one, or null. */
function find(path: string): string | null {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = text.lastIndexOf('\n', middle - 1) + 1;
    const end = text.indexOf('\n', start);
    const space = text.indexOf(' ', start);
    const found = text.slice(start, space);
    if (found === path) return text.slice(space + 1, end);
    if (found < path) low = end + 1;
    else high = start - 1;
  }
  return null;
}

export default {
  fetch(request: Request): Response {
    return redirect(find(pathOf(request)));
  },
};
