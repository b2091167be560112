// URL: the normalised text and its parts; parsing is the host's, unless the text is normal already.
import { Blob } from './blob.ts';
import { host } from './host.ts';
import { partsOf, isNormalHttpUrl } from './url-parts.ts';
import type { UrlParts } from './url-parts.ts';
import { searchParamsBinding, URLSearchParams } from './url-search-params.ts';
import { argumentError, constructorError, defineInterface, textOf } from './webidl.ts';

/** Schemes whose origin is a host (WHATWG URL, section 4.7). */
const ORIGIN_SCHEMES = ['http:', 'https:', 'ws:', 'wss:', 'ftp:'];

/** The normal form of a URL, empty when the text is none. */
export function normalise(input: unknown, base?: unknown): string {
  const text = textOf(input).toWellFormed();
  if (base === undefined) return isNormalHttpUrl(text) ? text : host.url.parse(text, '');
  const root = normalise(base);
  return root === '' ? '' : host.url.parse(text, root);
}

/** A web address whose members can be read and set. */
export class URL {
  #href: string;
  #cut: UrlParts | null = null;
  #params: URLSearchParams | null = null;

  constructor(input?: unknown, base?: unknown) {
    if (arguments.length === 0) throw constructorError('URL', 1, 'USVString');
    this.#href = normalise(input, base);
    if (this.#href === '') throw new TypeError('Invalid URL string.');
  }

  static canParse(input?: unknown, base?: unknown): boolean {
    if (arguments.length === 0) throw argumentError('URL', 'canParse', 1, 'USVString');
    return normalise(input, base) !== '';
  }

  static parse(input?: unknown, base?: unknown): URL | null {
    if (arguments.length === 0) throw argumentError('URL', 'parse', 1, 'USVString');
    const href = normalise(input, base);
    return href === '' ? null : new URL(href);
  }

  static createObjectURL(object?: unknown): never {
    if (!(object instanceof Blob)) throw argumentError('URL', 'createObjectURL', 1, 'File or Blob');
    throw new Error('URL.createObjectURL() is not implemented');
  }

  static revokeObjectURL(url?: unknown): never {
    if (arguments.length === 0) throw argumentError('URL', 'revokeObjectURL', 1, 'USVString');
    textOf(url);
    throw new Error('URL.revokeObjectURL() is not implemented');
  }

  get #parts(): UrlParts {
    this.#cut ??= partsOf(this.#href);
    return this.#cut;
  }

  #set(member: string, value: unknown): void {
    this.#move(host.url.set(this.#href, member, textOf(value).toWellFormed()));
  }

  #move(href: string): void {
    this.#href = href;
    this.#cut = null;
    if (this.#params !== null) searchParamsBinding.replace(this.#params, this.search.slice(1));
  }

  get origin(): string {
    const protocol = this.protocol;
    if (protocol === 'blob:') {
      const inner = normalise(this.pathname);
      return /^https?:/.test(inner) ? new URL(inner).origin : 'null';
    }
    return ORIGIN_SCHEMES.includes(protocol) ? `${protocol}//${this.host}` : 'null';
  }

  get href(): string {
    return this.#href;
  }
  set href(value: unknown) {
    const href = normalise(value);
    if (href === '') {
      throw new TypeError(
        "Failed to set the 'href' property on 'URL': the provided value is not of type 'valid URL string'.",
      );
    }
    this.#move(href);
  }

  get protocol(): string {
    return this.#href.slice(0, this.#parts.schemeEnd);
  }
  set protocol(value: unknown) {
    this.#set('protocol', value);
  }

  get username(): string {
    return this.#href.slice(this.#parts.authority, this.#parts.userEnd);
  }
  set username(value: unknown) {
    this.#set('username', value);
  }

  get password(): string {
    return this.#href.slice(this.#parts.userEnd + 1, this.#parts.passwordEnd);
  }
  set password(value: unknown) {
    this.#set('password', value);
  }

  get host(): string {
    const { host: start, hostEnd, path } = this.#parts;
    return hostEnd < start ? '' : this.#href.slice(start, hostEnd === start ? start : path);
  }
  set host(value: unknown) {
    this.#set('host', value);
  }

  get hostname(): string {
    return this.#href.slice(this.#parts.host, this.#parts.hostEnd);
  }
  set hostname(value: unknown) {
    this.#set('hostname', value);
  }

  get port(): string {
    const { host: start, hostEnd, path } = this.#parts;
    return hostEnd === start ? '' : this.#href.slice(hostEnd + 1, path);
  }
  set port(value: unknown) {
    this.#set('port', value);
  }

  get pathname(): string {
    return this.#href.slice(this.#parts.path, this.#parts.query);
  }
  set pathname(value: unknown) {
    this.#set('pathname', value);
  }

  get search(): string {
    const { query, fragment } = this.#parts;
    return fragment - query < 2 ? '' : this.#href.slice(query, fragment);
  }
  set search(value: unknown) {
    this.#set('search', value);
  }

  get hash(): string {
    const { fragment } = this.#parts;
    return this.#href.length - fragment < 2 ? '' : this.#href.slice(fragment);
  }
  set hash(value: unknown) {
    this.#set('hash', value);
  }

  get searchParams(): URLSearchParams {
    if (this.#params === null) {
      const params = new URLSearchParams(this.search);
      searchParamsBinding.bind(params, (query) => {
        this.#href = host.url.set(this.#href, 'search', query);
        this.#cut = null;
      });
      this.#params = params;
    }
    return this.#params;
  }

  toJSON(): string {
    return this.#href;
  }
  toString(): string {
    return this.#href;
  }
}
defineInterface(URL, 'URL');
