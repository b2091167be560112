// Where the members of a normalised URL stand in its text, and the test that recognises texts which are normalised already.

/** Positions in a normalised URL; each part ends where the next begins. */
export interface UrlParts {
  /** After the colon of the scheme. */
  readonly schemeEnd: number;
  /** Of the user name, or of the host where there is no user. */
  readonly authority: number;
  readonly userEnd: number;
  readonly passwordEnd: number;
  readonly host: number;
  readonly hostEnd: number;
  readonly path: number;
  readonly query: number;
  readonly fragment: number;
}

/** The parts of a normalised URL (WHATWG URL, section 4.5: serialising). */
export function partsOf(href: string): UrlParts {
  const schemeEnd = href.indexOf(':') + 1;
  const hash = href.indexOf('#', schemeEnd);
  const fragment = hash < 0 ? href.length : hash;
  const question = href.indexOf('?', schemeEnd);
  const query = question < 0 || question > fragment ? fragment : question;
  if (!href.startsWith('//', schemeEnd)) {
    // "/." before "//" keeps a path from being read as an authority; it is no part of the path.
    const path = href.startsWith('/.//', schemeEnd) ? schemeEnd + 2 : schemeEnd;
    const none = schemeEnd;
    return {
      schemeEnd,
      authority: none,
      userEnd: none,
      passwordEnd: none,
      host: none,
      hostEnd: none,
      path,
      query,
      fragment,
    };
  }
  const authority = schemeEnd + 2;
  const slash = href.indexOf('/', authority);
  const path = slash < 0 || slash > query ? query : slash;
  // In names and passwords it is escaped, so the first one is the one that ends them.
  const at = href.indexOf('@', authority);
  const hasUser = at >= 0 && at < path;
  const host = hasUser ? at + 1 : authority;
  const colon = hasUser ? href.indexOf(':', authority) : -1;
  const userEnd = !hasUser ? authority : colon >= 0 && colon < at ? colon : at;
  const bracket = href.charCodeAt(host) === 91 ? href.indexOf(']', host) : -1;
  const portColon = href.indexOf(':', bracket < 0 ? host : bracket);
  const hostEnd = portColon < 0 || portColon > path ? path : portColon;
  return {
    schemeEnd,
    authority,
    userEnd,
    passwordEnd: hasUser ? at : authority,
    host,
    hostEnd,
    path,
    query,
    fragment,
  };
}

const HOST = 1;
const PATH = 2;
const QUERY = 4;

/** Which ASCII characters stand unchanged in a host, a path and a query. */
const ALLOWED: Uint8Array = new Uint8Array(128);
for (let code = 33; code < 127; code++) {
  const character = String.fromCharCode(code);
  if (/[a-z0-9-]/.test(character)) ALLOWED[code] = HOST | PATH | QUERY;
  else if (/[A-Z_~!$&()*+,;=:@/]/.test(character)) ALLOWED[code] = PATH | QUERY;
  else if (/[.%]/.test(character)) ALLOWED[code] = QUERY;
  else if (/[?|{}^\\`[\]]/.test(character)) ALLOWED[code] = QUERY;
}
ALLOWED[39] = PATH;

function hostEndOf(text: string, from: number): number {
  let label = from;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (at === label) return -1;
      label = at + 1;
    } else if (code > 127 || ((ALLOWED[code] ?? 0) & HOST) === 0) break;
    else if (at === label && code === 120 && text.startsWith('xn--', at)) return -1;
  }
  // A last label that begins with a digit may be an IPv4 address; the full parser decides.
  const first = text.charCodeAt(label);
  return at === label || (first >= 48 && first <= 57) ? -1 : at;
}

/** A dot that begins a segment of the path may be "." or "..", which the full parser removes. */
function pathEndOf(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return -1;
    if (((ALLOWED[code] ?? 0) & PATH) !== 0) continue;
    if (code === 46) {
      if (text.charCodeAt(at - 1) === 47) return -1;
    } else if (code === 37) {
      if (text.charCodeAt(at + 1) === 50 && (text.charCodeAt(at + 2) | 32) === 101) return -1;
    } else if (code === 63) break;
    else return -1;
  }
  return at;
}

/** Whether a text is an absolute http or https URL that is its own normal form: the common case, decided in one pass. */
export function isNormalHttpUrl(text: string): boolean {
  const start = text.startsWith('https://') ? 8 : text.startsWith('http://') ? 7 : 0;
  if (start === 0) return false;
  let at = hostEndOf(text, start);
  if (at < 0 || text.charCodeAt(at) !== 47) return false;
  at = pathEndOf(text, at);
  if (at < 0) return false;
  for (at += 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127 || ((ALLOWED[code] ?? 0) & QUERY) === 0) return false;
  }
  return true;
}
