// When the kept library of streams asks a source for more or gives a sink something, and how much of a byte stream one read gives: as on workerd.

/** A place of the library's text and what takes its place; each must occur. */
type Edit = readonly [string, string];

/** Edits of the library's text. */
export const PULLS: readonly Edit[] = [
  // A source without `start` is asked at once.
  [
    'i=void 0!==t.start?()=>t.start(n):()=>{},a=void 0!==t.pull?',
    'i=void 0!==t.start?()=>t.start(n):void 0,a=void 0!==t.pull?',
  ],
  [
    'n=void 0!==t.start?()=>t.start(o):()=>{},i=void 0!==t.pull?',
    'n=void 0!==t.start?()=>t.start(o):void 0,i=void 0!==t.pull?',
  ],
  [
    'h(c(r()),()=>(t._started=!0,Sr(t)',
    'if(r===void 0)t._started=!0,Sr(t);else h(startedBy(r),()=>(t._started=!0,Sr(t)',
  ],
  [
    'h(c(r()),()=>(t._started=!0,je(t)',
    'if(r===void 0)t._started=!0,je(t);else h(startedBy(r),()=>(t._started=!0,je(t)',
  ],
  // A sink without one is written to at once.
  [
    'i=void 0!==t.start?()=>t.start(n):()=>{};a=void 0!==t.write?',
    'i=void 0!==t.start?()=>t.start(n):void 0;a=void 0!==t.write?',
  ],
  [
    'h(c(r()),()=>(t._started=!0,Ut(t)',
    'if(r===void 0)t._started=!0,Ut(t);else h(startedBy(r),()=>(t._started=!0,Ut(t)',
  ],
  // What a writer has not written yet goes with it.
  [
    'releaseLock(){if(!Ft(this))throw er("releaseLock");',
    'releaseLock(){if(!Ft(this))throw er("releaseLock");dropWrites(this._ownerWritableStream);',
  ],
  // Closing what has failed fails as it did.
  [
    'd(new TypeError(`The stream (in ${t} state) is not in the writable state and cannot be closed`))',
    'd("errored"===t?e._storedError:new TypeError("This WritableStream has been closed."))',
  ],
  // A pipe begins when the code that laid it has had its turn.
  ['!function r(o){o?e():f(g(),r,t)}(!1)', 'function r(o){o?e():f(g(),r,t)}f(c(!1),r,t)'],
  // Nothing more is read for a sink that fails; its failure ends the pipe.
  [
    'if(l._shuttingDown)return c(!0);if(t._backpressure)',
    'if(l._shuttingDown)return c(!0);if("erroring"===t._state||"errored"===t._state)return new Promise(()=>{});if(t._backpressure)',
  ],
  // What waits is read before a source is asked again.
  ['(vr(this),Yr(t)):Sr(this),e._chunkSteps(r)', '(vr(this),Yr(t)):void 0,e._chunkSteps(r)'],
  // A promise that a source gave is waited for itself.
  [
    'function jr(e,t,r){return I(e,r),r=>g(e,t,[r])}',
    'function jr(e,t,r){return I(e,r),r=>promiseOf(()=>S(e,t,[r]))}',
  ],
  // What a reader promises is a promise of its own.
  [
    'const e=re(this)?new Z:new K;return te(this,e),e._promise}',
    'const e=re(this)?new Z:new K;return te(this,e),handedOn(e._promise)}',
  ],
  // One read of a byte stream takes what waits, up to the size of a buffer.
  [
    'const r=e._queue.shift();e._queueTotalSize-=r.byteLength,Ye(e);const o=new Uint8Array(r.buffer,r.byteOffset,r.byteLength);t._chunkSteps(o)',
    'const o=takeBytes(e);if(0===e._queueTotalSize&&e._closeRequested)Ye(e);t._chunkSteps(o)',
  ],
  [
    'if(0===e._queueTotalSize)return;Je(e,t._readRequests.shift())}}(e),0===X(r))Fe(e,a,n,i);else{e._pendingPullIntos.length>0&&He(e);G(r,new Uint8Array(a,n,i),!1)}',
    'if(0===e._queueTotalSize)return;Je(e,t._readRequests.shift())}}(e),0===X(r))Fe(e,a,n,i);else{e._pendingPullIntos.length>0&&He(e);Fe(e,a,n,i);while(X(r)>0&&e._queueTotalSize>0)Je(e,r._reader._readRequests.shift())}',
  ],
];

/** Bytes that one read of a byte stream gives at most, unless its source says how much it allocates (workerd 1.20260730.1). */
const READ_BYTES = 4096;

/** Functions that the replaced text calls. */
export const PULL_CODE = `const same = (value) => value;
function handedOn(promise) {
  return promise.then(same);
}
function promiseOf(run) {
  try {
    return Promise.resolve(run());
  } catch (error) {
    return Promise.reject(error);
  }
}
function startedBy(run) {
  return promiseOf(run);
}
function dropWrites(stream) {
  if (stream === undefined || stream._keepsWrites || stream._writeRequests.length === 0) return;
  const error = new TypeError('This WritableStream writer has been released.');
  stream._writeRequests.forEach((request) => request._reject(error));
  while (stream._writeRequests.length > 0) stream._writeRequests.shift();
  const controller = stream._writableStreamController;
  const queue = controller._queue;
  const isWriting = stream._inFlightWriteRequest !== undefined;
  for (let at = 0, all = queue.length; at < all; at++) {
    const entry = queue.shift();
    if (entry.value === xt || (isWriting && at === 0)) queue.push(entry);
    else controller._queueTotalSize -= entry.size;
  }
}
function takeBytes(controller) {
  const queue = controller._queue;
  const limit = controller._autoAllocateChunkSize ?? ${READ_BYTES};
  const first = queue.peek();
  if (queue.length === 1 && first.byteOffset === 0 && first.buffer.byteLength === limit) {
    queue.shift();
    controller._queueTotalSize -= first.byteLength;
    return new Uint8Array(first.buffer, 0, first.byteLength);
  }
  const bytes = new Uint8Array(limit);
  let filled = 0;
  while (queue.length > 0 && filled < limit) {
    const entry = queue.peek();
    const size = Math.min(limit - filled, entry.byteLength);
    bytes.set(new Uint8Array(entry.buffer, entry.byteOffset, size), filled);
    filled += size;
    controller._queueTotalSize -= size;
    if (size === entry.byteLength) queue.shift();
    else {
      entry.byteOffset += size;
      entry.byteLength -= size;
    }
  }
  return bytes.subarray(0, filled);
}`;
