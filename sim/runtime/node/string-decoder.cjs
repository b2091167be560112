// node:string_decoder: the kept library, which takes what Node refuses.
'use strict';
const { Buffer } = require('node:buffer');
const { StringDecoder: Library } = require('string_decoder/');
const { argumentType, unknownEncoding } = require('./errors.ts');

const BYTES = 'of type string or an instance of Buffer, TypedArray, or DataView';

/** Bytes as texts, piece by piece: what is cut off in the middle of a character waits for the rest. */
class StringDecoder extends Library {
  constructor(encoding) {
    if (encoding !== undefined && encoding !== null && !Buffer.isEncoding(encoding))
      throw unknownEncoding(encoding);
    super(encoding);
  }

  write(bytes) {
    if (typeof bytes === 'string') return bytes;
    if (!ArrayBuffer.isView(bytes)) throw argumentType('buf', BYTES, bytes);
    return super.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  end(bytes) {
    const begun = bytes === undefined ? '' : this.write(bytes);
    return begun + super.end();
  }
}

module.exports = { StringDecoder };
