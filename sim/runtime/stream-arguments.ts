// How the kept library of streams looks at what its constructors and methods are given: as workerd does, and in its words.

/** A place of the library's text and what takes its place; each must occur. */
type Edit = readonly [string, string];

/** The places that ask for an object: which library text, and of what: owner, position, dictionary and, for methods, the method. */
const LABELS: readonly Edit[] = [
  [
    'class ReadableStream{constructor(e={},t={}){void 0===e?e=null:$(e,"First parameter");const r=yt(t,"Second parameter")',
    'class ReadableStream{constructor(e={},t={}){null==e?e=null:$(e,"ReadableStream 1 UnderlyingSource");const r=yt(t,"ReadableStream 2 StreamQueuingStrategy")',
  ],
  [
    'class WritableStream{constructor(e={},t={}){void 0===e?e=null:$(e,"First parameter");const r=yt(t,"Second parameter")',
    'class WritableStream{constructor(e={},t={}){null==e?e=null:$(e,"WritableStream 1 UnderlyingSink");const r=yt(t,"WritableStream 2 StreamQueuingStrategy")',
  ],
  [
    'const o=yt(t,"Second parameter"),n=yt(r,"Third parameter")',
    'const o=yt(t,"TransformStream 2 StreamQueuingStrategy"),n=yt(r,"TransformStream 3 StreamQueuingStrategy")',
  ],
  ['}}(e,"First parameter");if(Lr(this)', '}}(e,"ReadableStream 1 UnderlyingSource");if(Lr(this)'],
  ['type:i}}(e,"First parameter");Ct(this)', 'type:i}}(e,"WritableStream 1 UnderlyingSink");Ct(this)'],
  ['writableType:s}}(e,"First parameter");', 'writableType:s}}(e,"TransformStream 1 Transformer");'],
  ['}}(e,"First parameter").mode', '}}(e,"ReadableStream 1 GetReaderOptions getReader").mode'],
  ['}}(e,"First parameter").preventCancel', '}}(e,"ReadableStream 1 ValuesOptions values").preventCancel'],
  [
    '}}(e,"First parameter"),o=zr(t,"Second parameter");',
    '}}(e,"ReadableStream 1 Transform pipeThrough"),o=zr(t,"ReadableStream 2 PipeToOptions pipeThrough");',
  ],
  ['try{r=zr(t,"Second parameter")}', 'try{r=zr(t,"ReadableStream 2 PipeToOptions pipeTo")}'],
  [
    'e=Nr(e,"First parameter"),this._byteLength',
    'e=Nr(e,"ByteLengthQueuingStrategy 1 QueuingStrategyInit"),this._byteLength',
  ],
  [
    'e=Nr(e,"First parameter"),this._count',
    'e=Nr(e,"CountQueuingStrategy 1 QueuingStrategyInit"),this._count',
  ],
];

const CHECKS: readonly Edit[] = [
  // All that these two are asked of is labelled as above.
  [
    '"function"!=typeof r))throw new TypeError(`${t} is not an object.`)',
    '"function"!=typeof r))throw notOfType(t)',
  ],
  ['(e))throw new TypeError(`${t} is not an object.`)', '(e))throw notOfType(t)'],
  [
    'if("function"!=typeof e)throw new TypeError(`${t} is not a function.`)',
    'if("function"!=typeof e)throw notFunction(t)',
  ],
  // What must be given is missing when it is undefined.
  [
    "if(void 0===e)throw new TypeError(`Parameter ${t} is required in '${r}'.`)",
    'if(void 0===e)throw missing(t,r)',
  ],
  [
    'if(void 0===e)return d("Parameter 1 is required in \'pipeTo\'.");',
    'if(void 0===e)return d(notOfType("ReadableStream 1 WritableStream pipeTo"));',
  ],
  // A strategy without a mark, or with one that is no number, fails when a stream takes it.
  [
    'return Y(r,"highWaterMark","QueuingStrategyInit"),{highWaterMark:x(r)}',
    'if(null===e)throw noStrategy();return{highWaterMark:x(r)}',
  ],
  ['if(Re(r)||r<0)', 'if(!Number.isFinite(r)||r<0)'],
  // A size that is none is taken for nothing, which is refused later.
  [
    "autoAllocateChunkSize:void 0===o?void 0:N(o,`${t} has member 'autoAllocateChunkSize' that`)",
    'autoAllocateChunkSize:void 0===o?void 0:chunkSize(o)',
  ],
  // No type is the ordinary one.
  ['if("bytes"!==(e=`${e}`))', 'if(""===(e=`${e}`))return;if("bytes"!==e)'],
  // Buffers may be enqueued as they are.
  [
    '!ArrayBuffer.isView(e))throw new TypeError("chunk must be an array buffer view")',
    'e instanceof ArrayBuffer&&(e=new Uint8Array(e)),!ArrayBuffer.isView(e))throw new TypeError("chunk must be an array buffer view")',
  ],
  // What a controller passes on must be said, be it undefined.
  [
    'error(e=void 0){if(!Oe(this))throw nt("error");',
    'error(e){if(!Oe(this))throw nt("error");if(arguments.length===0)throw notOfType("ReadableByteStreamController 1 JsValue error");',
  ],
  [
    'error(e=void 0){if(!yr(this))throw Er("error");',
    'error(e){if(!yr(this))throw Er("error");if(arguments.length===0)throw notOfType("ReadableStreamDefaultController 1 JsValue error");',
  ],
  [
    'error(e=void 0){if(!so(this))throw fo("error");',
    'error(e){if(!so(this))throw fo("error");if(arguments.length===0)throw notOfType("TransformStreamDefaultController 1 JsValue error");',
  ],
  [
    'enqueue(e=void 0){if(!so(this))throw fo("enqueue");',
    'enqueue(e){if(!so(this))throw fo("enqueue");if(arguments.length===0)throw notOfType("TransformStreamDefaultController 1 JsValue enqueue");',
  ],
];

/** Edits of the library's text. */
export const ARGUMENTS: readonly Edit[] = [...LABELS, ...CHECKS];

/** Functions that the replaced text calls. */
export const ARGUMENT_CODE = `function notOfType(label) {
  const [owner, position, type, method] = label.split(' ');
  const where = method === undefined ? "construct '" + owner + "': constructor" : "execute '" + method + "' on '" + owner + "':";
  return new TypeError('Failed to ' + where + ' parameter ' + position + " is not of type '" + type + "'.");
}
function notFunction(label) {
  const [, type, field] = /^\\S+ \\d (\\S+).* has member '(\\w+)'/.exec(label) ?? [];
  return new TypeError("Incorrect type for the '" + field + "' field on '" + type + "': the provided value is not of type 'function'.");
}
const REQUIRED = {
  ByteLengthQueuingStrategy: 'ByteLengthQueuingStrategy 1 QueuingStrategyInit',
  CountQueuingStrategy: 'CountQueuingStrategy 1 QueuingStrategyInit',
  pipeThrough: 'ReadableStream 1 Transform pipeThrough',
};
function missing(position, name) {
  const label = REQUIRED[name];
  return label === undefined ? new TypeError('Parameter ' + position + " is required in '" + name + "'.") : notOfType(label);
}
function noStrategy() {
  return new TypeError('Cannot initialize N7workerd3api19QueuingStrategyInitE with required members from an undefined or null value.');
}
function chunkSize(given) {
  const size = Math.trunc(Number(given));
  return size > 0 ? size : 0;
}`;
