// Where the kept library of streams asks to which request a stream belongs.

/** Where a stream is refused to a request that did not make it: each such stream knows its owner. */
export const BORDERS: readonly (readonly [string, string])[] = [
  [
    'class TransformStream{constructor(e={},t={},r={}){',
    'class TransformStream{constructor(e={},t={},r={}){assertNotGlobalScope();this._owner=ownerNow();',
  ],
  // The four algorithms of a transform; the platform names its own classes.
  [
    'return function(e,t){const r=e._transformStreamController;if(e._backpressure)',
    'return function(e,t){const foreign=refusal(e._owner,"$_5>");if(foreign)return foreign;const r=e._transformStreamController;if(e._backpressure)',
  ],
  [
    'return function(e){const t=e._transformStreamController;if(',
    'return function(e){const foreign=refusal(e._owner,"$_7>");if(foreign)return foreign;const t=e._transformStreamController;if(',
  ],
  [
    'return function(e){return ao(e,!1)',
    'return function(e){const foreign=refusal(e._owner,"$_1>");if(foreign)return foreign;return ao(e,!1)',
  ],
  [
    'return function(e,t){const r=e._transformStreamController;if(void 0!==r._finishPromise)return r._finishPromise;const o=e._writable;',
    'return function(e,t){const foreign=refusal(e._owner,"$_2>");if(foreign)return foreign;const r=e._transformStreamController;if(void 0!==r._finishPromise)return r._finishPromise;const o=e._writable;',
  ],
  // Whether another request's signal has aborted may not even be asked.
  ['try{return"boolean"==typeof e.aborted}catch(e){return!1}', 'return"boolean"==typeof e.aborted'],
  // Readers and iterators of streams that the platform fills.
  [
    'void 0===this._ownerReadableStream?d(B("cancel")):W(this,e)',
    'void 0===this._ownerReadableStream?d(B("cancel")):refusal(this._ownerReadableStream._owner,"Canceler")??W(this,e)',
  ],
  [
    'if(void 0===this._ownerReadableStream)return d(B("read from"));',
    'if(void 0===this._ownerReadableStream)return d(B("read from"));const foreign=refusal(this._ownerReadableStream._owner,"Canceler");if(foreign)return foreign;',
  ],
  [
    'releaseLock(){if(!ee(this))throw ne("releaseLock");',
    'releaseLock(){if(!ee(this))throw ne("releaseLock");assertOwnReader(this);',
  ],
  [
    'releaseLock(){if(!ft(this))throw _t("releaseLock");',
    'releaseLock(){if(!ft(this))throw _t("releaseLock");assertOwnReader(this);',
  ],
  [
    'const e=this._reader,t=new Se(this);return te(e,t)',
    'const e=this._reader,foreign=refusal(e._ownerReadableStream._owner,"ReadableStreamSource");if(foreign)return foreign;const t=new Se(this);return te(e,t)',
  ],
];
