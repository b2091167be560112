// node:url: unenv's, with the errors and the paths that the platform has.
import type Shape from 'node:url';
import * as untyped from 'unenv/node/url';
import { argumentType, checkText } from './errors.ts';

export { domainToUnicode, resolve, resolveObject, Url, urlToHttpOptions } from 'unenv/node/url';
export const { URL, URLSearchParams } = globalThis;

/** Its own types say less than it does. */
const kept = untyped as unknown as typeof Shape;

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

export function parse(text: string, ...rest: readonly boolean[]): object {
  const given: unknown = text;
  if (typeof given !== 'object' || given === null) checkText(given, 'url');
  const [withQuery = false, withHost = false] = rest;
  const read = withQuery ? kept.parse(text, true, withHost) : kept.parse(text, false, withHost);
  // In the order in which Node lists them.
  const { protocol, slashes, auth, host, port, hostname, hash, search, query, pathname, path, href } = read;
  const first = { protocol, slashes, auth, host, port, hostname };
  return Object.assign(Object.create(Object.getPrototypeOf(read) as object) as object, first, {
    ...{ hash, search, query, pathname, path, href },
  });
}

interface FormatOptions {
  readonly auth?: boolean;
  readonly fragment?: boolean;
  readonly search?: boolean;
  readonly unicode?: boolean;
}

/** The text of a URL, of its parts, or of a URL without some of them. */
export function format(given: URL | object | string, options: FormatOptions = {}): string {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null))
    throw argumentType('urlObject', 'one of type object or string', given);
  if (!(given instanceof URL)) return kept.format(given as string);
  const { auth = true, fragment = true, search = true, unicode = false } = options;
  const { protocol, username, password, hostname, port, pathname } = given;
  const host = unicode ? kept.domainToUnicode(hostname) : hostname;
  const user = auth && username !== '' ? `${username}${password === '' ? '' : `:${password}`}@` : '';
  const slashes = given.href.startsWith(`${protocol}//`) ? '//' : '';
  const rest = `${pathname}${search ? given.search : ''}${fragment ? given.hash : ''}`;
  return `${protocol}${slashes}${user}${host}${port === '' ? '' : `:${port}`}${rest}`;
}

/** A domain as DNS has it, empty for what is none. */
export function domainToASCII(domain: string): string {
  try {
    const { hostname } = new URL(`ws://${domain}`);
    return /^xn--.*[^ -~]/i.test(domain) ? '' : hostname;
  } catch {
    return '';
  }
}

/** The path that a file URL names. */
export function fileURLToPath(given: URL | string): string {
  if (typeof given !== 'string' && !(given instanceof URL))
    throw argumentType('path', 'of type string or an instance of URL', given);
  const { protocol, hostname, pathname } = new URL(given);
  if (protocol !== 'file:') throw coded('ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  if (hostname !== '')
    throw coded('ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  if (/%2f/i.test(pathname))
    throw coded('ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters');
  return decodeURIComponent(pathname);
}

/** The file URL of a path, which is below the root. */
export function pathToFileURL(path: string): URL {
  checkText(path, 'path');
  const escaped = path
    .replaceAll('%', '%25')
    .replaceAll('?', '%3F')
    .replaceAll('#', '%23')
    .replaceAll('\\', '%5C');
  return new URL(escaped.startsWith('/') ? escaped : `/${escaped}`, 'file:///');
}

export const toPathIfFileURL = (given: unknown): unknown =>
  given instanceof URL ? fileURLToPath(given) : given;
