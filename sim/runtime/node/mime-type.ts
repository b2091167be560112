// MIMEType and MIMEParams of node:util, by the rules of the MIME Sniffing Standard, section 4.

const TOKEN = /^[-!#$%&'*+.^_`|~\w]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

function notValid(text: string): TypeError {
  return Object.assign(new TypeError(`Not a valid MIME type: ${text}`), { code: 'ERR_INVALID_MIME_SYNTAX' });
}

function checkToken(text: string, whole: string): string {
  if (!TOKEN.test(text)) throw notValid(whole);
  return text.toLowerCase();
}

/** A value as it is written: in quotes unless it is a token. */
function written(value: string): string {
  return TOKEN.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** The parameters of a media type, in order. */
export class MIMEParams {
  readonly #entries = new Map<string, string>();

  get(name: string): string | null {
    return this.#entries.get(name) ?? null;
  }
  has(name: string): boolean {
    return this.#entries.has(name);
  }
  set(name: string, value: string): void {
    if (!TOKEN.test(name) || !VALUE.test(value)) throw notValid(`${name}=${value}`);
    this.#entries.set(name.toLowerCase(), value);
  }
  delete(name: string): void {
    this.#entries.delete(name);
  }
  entries(): MapIterator<[string, string]> {
    return this.#entries.entries();
  }
  keys(): MapIterator<string> {
    return this.#entries.keys();
  }
  values(): MapIterator<string> {
    return this.#entries.values();
  }
  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }
  toString(): string {
    return [...this.#entries].map(([name, value]) => `${name}=${written(value)}`).join(';');
  }
  toJSON(): string {
    return this.toString();
  }
}

function readParams(text: string, params: MIMEParams): void {
  const each = /;[\t\n\r ]*([^;=]*)(?:=(?:"((?:\\.|[^"\\])*)"?[^;]*|([^;]*)))?/gs;
  for (const [, name = '', inQuotes, plain] of text.matchAll(each)) {
    const value = inQuotes?.replaceAll(/\\(.)/gs, '$1') ?? plain?.trimEnd() ?? '';
    const isEmpty = inQuotes === undefined && value === '';
    const key = name.toLowerCase();
    if (TOKEN.test(key) && VALUE.test(value) && !isEmpty && !params.has(key)) params.set(key, value);
  }
}

/** A media type. */
export class MIMEType {
  #type: string;
  #subtype: string;
  readonly params = new MIMEParams();

  constructor(input: unknown) {
    const text = String(input).trim();
    const {
      type = '',
      subtype = '',
      rest = '',
    } = /^(?<type>[^/;]*)\/(?<subtype>[^;]*)(?<rest>.*)$/s.exec(text)?.groups ?? {};
    this.#type = checkToken(type, text);
    this.#subtype = checkToken(subtype.trimEnd(), text);
    readParams(rest, this.params);
  }

  get type(): string {
    return this.#type;
  }
  set type(value: string) {
    this.#type = checkToken(value, value);
  }
  get subtype(): string {
    return this.#subtype;
  }
  set subtype(value: string) {
    this.#subtype = checkToken(value, value);
  }
  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }
  toString(): string {
    const params = this.params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }
  toJSON(): string {
    return this.toString();
  }
}
