// What the parser hands to handlers: elements, end tags, texts, comments, the doctype and the document's end, valid only while a handler runs.
import { argumentError, defineInterface, illegalConstructor, isObject, textOf } from '../webidl.ts';
import { endTagHandler } from './handlers.ts';
import type { Machine, TokenMaker } from './machine.ts';
import { contentText, isStreamed } from './streamed-content.ts';

/** Where a token stands; its interface and the prefix of the build's functions differ in case only, texts apart. */
interface Place {
  readonly machine: Machine;
  readonly kind: string;
  readonly address: number;
  /** How often an element's attributes were changed. */
  changes: number;
}

/** The places of the tokens that are valid now. */
const places = new WeakMap<object, Place>();

function placeOf(token: object): Place {
  const place = places.get(token);
  if (place !== undefined) return place;
  throw new TypeError(
    'This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler.',
  );
}

function ask(token: object, name: string, ...texts: readonly string[]): number {
  const { machine, kind, address } = placeOf(token);
  return machine.callWithTexts(`${kind}_${name}`, address, texts);
}

function askValue(token: object, name: string, ...texts: readonly string[]): unknown {
  return placeOf(token).machine.take(ask(token, name, ...texts));
}

function askText(token: object, name: string): string {
  const { machine, kind, address } = placeOf(token);
  return machine.textOf(`${kind}_${name}`, address);
}

/** As many arguments as a method of elements takes, as texts. */
function texts(method: string, count: number, given: readonly unknown[]): string[] {
  if (given.length < count) throw argumentError('Element', method, given.length + 1, 'string');
  return given.slice(0, count).map(textOf);
}

/** Places content at or around a token; returns the token, so that calls can be chained. */
function insert<T extends object>(token: T, method: string, given: readonly unknown[]): T {
  const [content, options] = given;
  const { machine, kind, address } = placeOf(token);
  const type = NAMES[kind] ?? '';
  if (given.length === 0) throw argumentError(type, method, 1, 'string or ReadableStream or Response');
  if (options !== undefined && options !== null && !isObject(options)) {
    throw argumentError(type, method, 2, 'ContentOptions');
  }
  if ((kind === 'comment' || kind === 'documentend') && isStreamed(content)) {
    throw new TypeError(
      'Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string.',
    );
  }
  const isHtml = isObject(options) && Boolean(Reflect.get(options, 'html'));
  const written = contentText(machine, content, isHtml);
  const how = machine.contentType(written.isHtml);
  machine.callWithTexts(`${kind}_${method}`, address, [written.text], how);
  return token;
}

/** What has a place among others: content can be put before and behind it, and it can go. */
class Content {
  constructor() {
    throw illegalConstructor();
  }

  before(...given: unknown[]): this {
    return insert(this, 'before', given);
  }
  after(...given: unknown[]): this {
    return insert(this, 'after', given);
  }
  remove(): this {
    ask(this, 'remove');
    return this;
  }
}

class Replaceable extends Content {
  replace(...given: unknown[]): this {
    return insert(this, 'replace', given);
  }
  get removed(): boolean {
    return ask(this, 'removed') !== 0;
  }
}

class AttributesIterator {
  readonly #owner: Element;
  readonly #list: readonly (readonly [string, string])[];
  readonly #changes: number;
  #next = 0;

  constructor(owner?: Element) {
    if (owner === undefined) throw illegalConstructor();
    this.#owner = owner;
    this.#changes = placeOf(owner).changes;
    this.#list = askValue(owner, 'attributes') as [string, string][];
  }

  next(): { done: boolean; value: readonly [string, string] | undefined } {
    if (placeOf(this.#owner).changes !== this.#changes) {
      throw new Error(
        'The attributes of this element have been modified during iteration. You must create a new iterator after modifying attributes.',
      );
    }
    const value = this.#list[this.#next++];
    return { done: value === undefined, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
defineInterface(AttributesIterator, 'AttributesIterator');

class Element extends Replaceable {
  get tagName(): string {
    return askText(this, 'tag_name');
  }
  set tagName(name: unknown) {
    ask(this, 'set_tag_name', textOf(name));
  }
  get namespaceURI(): unknown {
    return askValue(this, 'namespace_uri');
  }
  get attributes(): AttributesIterator {
    return new AttributesIterator(this);
  }

  getAttribute(...given: unknown[]): unknown {
    return askValue(this, 'getAttribute', ...texts('getAttribute', 1, given));
  }
  hasAttribute(...given: unknown[]): boolean {
    return ask(this, 'hasAttribute', ...texts('hasAttribute', 1, given)) !== 0;
  }
  setAttribute(...given: unknown[]): this {
    ask(this, 'setAttribute', ...texts('setAttribute', 2, given));
    placeOf(this).changes++;
    return this;
  }
  removeAttribute(...given: unknown[]): this {
    ask(this, 'removeAttribute', ...texts('removeAttribute', 1, given));
    placeOf(this).changes++;
    return this;
  }
  prepend(...given: unknown[]): this {
    return insert(this, 'prepend', given);
  }
  append(...given: unknown[]): this {
    return insert(this, 'append', given);
  }
  setInnerContent(...given: unknown[]): this {
    return insert(this, 'setInnerContent', given);
  }
  removeAndKeepContent(): this {
    ask(this, 'removeAndKeepContent');
    return this;
  }
  onEndTag(handler: unknown): void {
    if (typeof handler !== 'function') throw argumentError('Element', 'onEndTag', 1, 'function');
    const { machine, address } = placeOf(this);
    machine.call('element_onEndTag', address, machine.give(machine.guard(endTagHandler(handler))));
  }
}

class EndTag extends Content {
  get name(): string {
    return askText(this, 'name');
  }
  set name(name: unknown) {
    ask(this, 'set_name', textOf(name));
  }
}

class Comment extends Replaceable {
  get text(): string {
    return askText(this, 'text');
  }
  set text(text: unknown) {
    ask(this, 'set_text', textOf(text));
  }
}

class Text extends Replaceable {
  get text(): string {
    return askText(this, 'text');
  }
  get lastInTextNode(): boolean {
    return ask(this, 'last_in_text_node') !== 0;
  }
}

class Doctype {
  constructor() {
    throw illegalConstructor();
  }

  get name(): unknown {
    return askValue(this, 'name');
  }
  get publicId(): unknown {
    return askValue(this, 'public_id');
  }
  get systemId(): unknown {
    return askValue(this, 'system_id');
  }
}

class DocumentEnd {
  constructor() {
    throw illegalConstructor();
  }

  append(...given: unknown[]): this {
    return insert(this, 'append', given);
  }
}

/** Interfaces by the build's names for their kinds. */
const KINDS = {
  element: Element,
  endtag: EndTag,
  comment: Comment,
  textchunk: Text,
  doctype: Doctype,
  documentend: DocumentEnd,
};
const NAMES: Readonly<Record<string, string>> = {
  element: 'Element',
  endtag: 'EndTag',
  comment: 'Comment',
  textchunk: 'Text',
  doctype: 'Doctype',
  documentend: 'DocumentEnd',
};
for (const [kind, made] of Object.entries(KINDS)) {
  // On the platform each interface has all of its methods itself.
  for (const base of [Replaceable, Content]) {
    if (!(made.prototype instanceof base)) continue;
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(base.prototype))) {
      if (key !== 'constructor' && !Object.hasOwn(made.prototype, key)) {
        Object.defineProperty(made.prototype, key, descriptor);
      }
    }
  }
  defineInterface(made, NAMES[kind] ?? '');
}

/** What each kind of token has as properties of its own, in workerd's order: spread and JSON show them. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  element: ['namespaceURI', 'removed', 'attributes', 'tagName'],
  endtag: ['name'],
  comment: ['removed', 'text'],
  textchunk: ['removed', 'lastInTextNode', 'text'],
  doctype: ['systemId', 'publicId', 'name'],
  documentend: [],
};

/** Takes the accessors of such properties from an interface, for its instances. */
function ownAccessors(kind: string, prototype: object): PropertyDescriptorMap {
  const accessors: PropertyDescriptorMap = {};
  for (const name of OWN[kind] ?? []) {
    const accessor = Object.getOwnPropertyDescriptor(prototype, name);
    if (accessor !== undefined) accessors[name] = { ...accessor, enumerable: true };
    Reflect.deleteProperty(prototype, name);
  }
  return accessors;
}
const accessorsOf = new Map(
  Object.entries(KINDS).map(([kind, { prototype }]) => [kind, ownAccessors(kind, prototype)]),
);

/** Makes and ends the tokens of all machines. */
export const tokenMaker: TokenMaker = {
  make(machine, kind, address) {
    const made: { readonly prototype: object } | undefined = KINDS[kind as keyof typeof KINDS];
    const token = Object.create(made.prototype, accessorsOf.get(kind) ?? {}) as object;
    places.set(token, { machine, kind, address, changes: 0 });
    return token;
  },
  release(token) {
    const { machine, kind, address } = placeOf(token);
    places.delete(token);
    machine.call(`__wbg_${kind}_free`, address);
  },
};
