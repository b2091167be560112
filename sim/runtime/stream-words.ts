// What workerd says where the kept library of streams has words of its own: replaced in the library's text when the realm's is built.
import type { Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ARGUMENT_CODE, ARGUMENTS } from './stream-arguments.ts';
import { BORDERS } from './stream-borders.ts';
import { PULL_CODE, PULLS } from './stream-pulls.ts';

const RELEASED_READER = 'This ReadableStream reader has been released.';
const RELEASED_WRITER = 'This WritableStream writer has been released.';
const LOCKED_READER = 'This ReadableStream is currently locked to a reader.';
const LOCKED_WRITER = 'This WritableStream is currently locked to a writer.';
const NOT_ENQUEUED = 'Unable to enqueue';

function notOfType(method: string, owner: string, type: string): string {
  return `Failed to execute '${method}' on '${owner}': parameter 1 is not of type '${type}'.`;
}

/** What the library's text says, and what stands in its place; each must occur. */
const WORDS: readonly (readonly [string, string])[] = [
  ['"Reader was released and can no longer be used to monitor the stream\'s closedness"', RELEASED_READER],
  ['"Reader was released"', RELEASED_READER],
  ['"Cannot "+e+" a stream using a released reader"', RELEASED_READER],
  ['"Writer was released and can no longer be used to monitor the stream\'s closedness"', RELEASED_WRITER],
  ['"Cannot "+e+" a stream using a released writer"', RELEASED_WRITER],
  ['"This stream has already been locked for exclusive reading by another reader"', LOCKED_READER],
  ['"This stream has already been locked for exclusive writing by another writer"', LOCKED_WRITER],
  ['"ReadableStream.prototype.pipeTo cannot be used on a locked ReadableStream"', LOCKED_READER],
  ['"ReadableStream.prototype.pipeTo cannot be used on a locked WritableStream"', LOCKED_WRITER.slice(0, -1)],
  ['"ReadableStream.prototype.pipeThrough cannot be used on a locked WritableStream"', LOCKED_WRITER],
  ['"Cannot close a stream that already has a writer"', LOCKED_WRITER],
  ['"The stream is not in a state that permits enqueue"', NOT_ENQUEUED],
  [
    '"Readable side is not in a state that permits enqueue"',
    'The readable side of this TransformStream is no longer readable.',
  ],
  ['"stream is closed or draining"', 'This ReadableByteStreamController is closed.'],
  [
    '`The stream (in ${t} state) is not in the readable state and cannot be enqueued to`',
    'This ReadableByteStreamController is closed.',
  ],
  [
    '`The stream (in ${e} state) is not in the readable state and cannot be closed`',
    'This ReadableStream is closed.',
  ],
  ['"The stream is closing or closed and cannot be written to"', 'This ReadableStream is closed.'],
  ['"The stream is not in a state that permits close"', 'This ReadableStream is closed.'],
  ['"The stream has already been closed; do not close it again!"', 'This ReadableStream is closed.'],
  ['"The object is not iterable"', notOfType('from', 'ReadableStream', 'AsyncGenerator')],
  [
    '"ReadableStream.prototype.pipeTo\'s first argument must be a WritableStream"',
    notOfType('pipeTo', 'ReadableStream', 'WritableStream'),
  ],
  [
    '`${t} is not an AbortSignal.`',
    "Incorrect type for the 'signal' field on 'PipeToOptions': the provided value is not of type 'AbortSignal'.",
  ],
  ['"TransformStream terminated"', 'The transform stream has been terminated'],
  ['"view must be an array buffer view"', notOfType('read', 'ReadableStreamBYOBReader', 'ArrayBufferView')],
  [
    '"view must have non-zero byteLength"',
    'You must call read() on a "byob" reader with a positive-sized TypedArray object.',
  ],
  [
    '"chunk must be an array buffer view"',
    notOfType('enqueue', 'ReadableByteStreamController', 'BufferSource'),
  ],
  ['"chunk must have non-zero byteLength"', 'Cannot enqueue a zero-length ArrayBuffer.'],
  [
    '"bytesWritten must be greater than 0 when calling respond() on a readable stream"',
    'The bytesWritten must be more than zero while the stream is open.',
  ],
  ['"autoAllocateChunkSize must be greater than 0"', 'The autoAllocateChunkSize option cannot be zero.'],
  [
    '"Cannot construct a ReadableStreamBYOBReader for a stream not constructed with a byte source"',
    'This ReadableStream does not support BYOB reads.',
  ],
];

/** Places where more than words differ: the class of an error, or a value within it. */
const CODE: readonly (readonly [string, string])[] = [
  [
    "`${t} '${e}' is not a valid enumeration value for ReadableStreamType`",
    '`"${e}" is not a valid type of ReadableStream.`',
  ],
  [
    "`${t} '${e}' is not a valid enumeration value for ReadableStreamReaderMode`",
    '"mode must be undefined or \'byob\' in call to getReader()."',
  ],
  [
    'RangeError("Invalid readableType specified")',
    'TypeError("transformer.readableType must be undefined.")',
  ],
  [
    'RangeError("Invalid writableType specified")',
    'TypeError("transformer.writableType must be undefined.")',
  ],
  [
    'RangeError("options.min must be less than or equal to view\'s byteLength")',
    'TypeError(`Minimum bytes to read (${o}) exceeds size of buffer (${e.byteLength}).`)',
  ],
  [
    'RangeError("options.min must be less than or equal to view\'s length")',
    'TypeError(`Minimum bytes to read (${o}) exceeds size of buffer (${e.length}).`)',
  ],
  [
    'RangeError("bytesWritten out of range")',
    'RangeError(`Too many bytes [${t}] in response to a BYOB read request.`)',
  ],
  [
    'RangeError("Invalid highWaterMark")',
    'TypeError(Re(r)||r===1/0?"The value cannot be converted because it is not an integer.":"The value cannot be converted because it is negative and this API expects a positive bigint.")',
  ],
];

/** What the standard asks for and workerd does not, and the other way round. */
const LENIENT: readonly (readonly [string, string])[] = [
  [
    'if(void 0!==r.size)throw new RangeError("The strategy for a byte stream cannot have a size function");',
    '',
  ],
  ['if(void 0!==o.type)throw new RangeError("Invalid type is specified");', ''],
  // What `start` throws fails the stream, not its making.
  [
    'b(i.start(this._transformStreamController))',
    'startInto(b,()=>i.start(this._transformStreamController))',
  ],
  // A stream that will close has no room, whatever waits in it.
  [
    '"errored"===t?null:"closed"===t?0:e._strategyHWM-e._queueTotalSize',
    '"errored"===t?null:"closed"===t||e._closeRequested?0:e._strategyHWM-e._queueTotalSize',
  ],
  // What a strategy throws, or a size that is none, fails the stream, not the call.
  [
    'catch(t){throw Tr(e,t),t}try{Ce(e,t,r)}catch(t){throw Tr(e,t),t}',
    'catch(t){return void Tr(e,t)}try{Ce(e,t,r)}catch(t){return void Tr(e,t)}',
  ],
  // A pipe that is aborted cancels its source first.
  [
    'o||a.push(()=>"writable"===t._state?Wt(t,r):c(void 0)),n||a.push(()=>"readable"===e._state?Mr(e,r):c(void 0))',
    'n||a.push(()=>"readable"===e._state?Mr(e,r):c(void 0)),o||a.push(()=>"writable"===t._state?Wt(t,r):c(void 0))',
  ],
  // Members of what an iterator gives stand in workerd's order.
  [
    'if(this._isFinished)return Promise.resolve({value:void 0,done:!0})',
    'if(this._isFinished)return Promise.resolve({done:!0,value:void 0})',
  ],
  [
    'if(this._isFinished)return Promise.resolve({value:e,done:!0})',
    'if(this._isFinished){const r=this._reader;if(void 0===r._ownerReadableStream)return Promise.resolve({done:!0,value:e});const n=this._preventCancel?c(void 0):W(r,e);return O(r),m(n,()=>({done:!0,value:e}))}',
  ],
  ['m(r,()=>({value:e,done:!0}))', 'm(r,()=>({done:!0,value:e}))'],
  ['return O(t),c({value:e,done:!0})', 'return O(t),c({done:!0,value:e})'],
  ['y(()=>this._resolvePromise({value:e,done:!1}))', 'y(()=>this._resolvePromise({done:!1,value:e}))'],
  // An iterator whose stream fails keeps its lock until it is told to return.
  ['O(t._reader),this._rejectPromise(e)', 'this._rejectPromise(e)'],
  [
    'O(e._reader),this._resolvePromise({value:void 0,done:!0})',
    'O(e._reader),this._resolvePromise({done:!0,value:void 0})',
  ],
  ['o(Hr,"size")', 'o(Hr,"")'],
  ['o(Gr,"size")', 'o(Gr,"")'],
  // A branch of a tee that is cancelled waits for nothing, and fails when the source has; the last one cancels the source, with its own reason.
  [
    'h){const o=le([t,r]),n=Mr(e,o);i(n)}return b}',
    'h)return Mr(e,o);return"errored"===e._state?Mr(e):c(void 0)}',
  ],
  [
    'f){const o=le([t,r]),n=Mr(e,o);i(n)}return b}',
    'f)return Mr(e,o);return"errored"===e._state?Mr(e):c(void 0)}',
  ],
  [
    'f){const t=le([r,o]),n=Mr(e,t);a(n)}return h}',
    'f)return Mr(e,t);return"errored"===e._state?Mr(e):c(void 0)}',
  ],
  [
    'd){const t=le([r,o]),n=Mr(e,t);a(n)}return h}',
    'd)return Mr(e,t);return"errored"===e._state?Mr(e):c(void 0)}',
  ],
  // What is left when a stream ends is read, however much a read asked for at least.
  [
    'if(e._closeRequested){const t=new TypeError',
    'if(e._closeRequested){if(0===d.bytesFilled%d.elementSize){const t=De(d);return Ye(e),void o._chunkSteps(t)}const t=new TypeError',
  ],
  ['"closed"===e._state&&(r=!0);const o=De(t);', '"closed"===e._state&&(r=0===t.bytesFilled);const o=De(t);'],
  [
    'new TypeError("options.min must be greater than 0")',
    'new TypeError("Requested invalid minimum number of bytes to read (0).")',
  ],
];

/** Functions that the replaced text calls. */
const ADDED_CODE = `function startInto(started, run) {
  try {
    started(run());
  } catch (error) {
    started(Promise.reject(error));
  }
}
function assertOwnReader(reader) {
  if (reader._ownerReadableStream !== undefined) assertOwn(reader._ownerReadableStream._owner, 'Canceler');
}`;

/** The library's text with workerd's words; throws when another version of it speaks differently. */
function reworded(text: string): string {
  let result = text;
  const pairs = [
    ...ARGUMENTS,
    ...PULLS,
    ...WORDS.map(([from, to]) => [from, JSON.stringify(to)] as const),
    ...CODE,
    ...LENIENT,
    ...BORDERS,
  ];
  for (const [from, to] of pairs) {
    if (!result.includes(from)) throw new Error(`The library of streams no longer says ${from}.`);
    result = result.replaceAll(from, () => to);
  }
  return result;
}

/** Names under which the library keeps its state; what its minifier made is shorter. */
const STATE = '_[a-z]\\w{3,}';

/**
 * The library's text with its state under symbols (`Symbol.for('_state')`), so that JSON and code that asks for an object's keys see a
 * stream without any, as on workerd. Properties that are defined as not enumerable would make each stream three times as dear.
 */
function withHiddenState(text: string): string {
  const names = new Set<string>();
  const hidden = (name: string): string => {
    names.add(name);
    return `[$${name}]`;
  };
  const result = text
    .replaceAll(new RegExp(`\\.(${STATE})`, 'g'), (_, name: string) => hidden(name))
    .replaceAll(new RegExp(`(?<=[{,])(${STATE})(?=:)`, 'g'), (_, name: string) => hidden(name))
    .replaceAll(new RegExp(`(?<=[{}])(${STATE})(?=\\(\\w*\\)\\{)`, 'g'), (_, name: string) => hidden(name))
    .replaceAll(new RegExp(`"(${STATE})"`, 'g'), (_, name: string) => hidden(name).slice(1, -1));
  const [left] = new RegExp(`(?<![\\w$])${STATE}`).exec(result) ?? [];
  if (left !== undefined) throw new Error(`The library of streams has state in a new place: ${left}.`);
  return `${[...names].map((name) => `const $${name} = Symbol.for('${name}');`).join('\n')}\n${result}`;
}

const GLOBAL_SCOPE = fileURLToPath(new URL('web/global-scope.ts', import.meta.url));
const REQUEST_BORDER = fileURLToPath(new URL('web/request-border.ts', import.meta.url));
const IMPORTS = `import { assertNotGlobalScope } from ${JSON.stringify(GLOBAL_SCOPE)};
import { assertOwn, ownerNow, refusal } from ${JSON.stringify(REQUEST_BORDER)};`;

/** The esbuild plugin that loads the library of streams with workerd's words. */
export const streamWords: Plugin = {
  name: 'stream-words',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]web-streams-polyfill[\\/].*\.mjs$/ }, async ({ path }) => ({
      contents: `${IMPORTS}\n${withHiddenState(`${ADDED_CODE}\n${ARGUMENT_CODE}\n${PULL_CODE}\n${reworded(await readFile(path, 'utf8'))}`)}`,
      loader: 'js',
    }));
  },
};
