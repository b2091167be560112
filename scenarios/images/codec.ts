// Makes a picture smaller: MozJPEG in WebAssembly (the npm package @jsquash/jpeg) reads and writes, a few lines here shrink.
import decode, { init as initDecoder } from '@jsquash/jpeg/decode.js';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';
import decoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
import encoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';

/** The codec was made for browsers: it wants to know where its files lie, and answers with ImageData. */
const WHERE = { locateFile: (file: string): string => file };
class ImageData {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}
Object.assign(globalThis, { ImageData });

/** The codec keeps its WebAssembly memory as long as the isolate lives. */
let ready: Promise<unknown> | undefined;

/** Every pixel is the mean of a square of `factor` times `factor`. */
function shrunk({ data, width, height }: ImageData, factor: number): ImageData {
  const w = Math.floor(width / factor);
  const h = Math.floor(height / factor);
  const out = new Uint8ClampedArray(w * h * 4);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          const row = ((y * factor + dy) * width + x * factor) * 4 + channel;
          for (let dx = 0; dx < factor; dx++) sum += data[row + dx * 4] ?? 0;
        }
        out[(y * w + x) * 4 + channel] = sum / (factor * factor);
      }
    }
  }
  return new ImageData(out, w, h);
}

/** A JPEG of a `factor`th of the width and height. */
export async function smaller(jpeg: ArrayBuffer, factor: number): Promise<ArrayBuffer> {
  await (ready ??= Promise.all([initDecoder(decoder, WHERE), initEncoder(encoder, WHERE)]));
  const pixels = shrunk(await decode(jpeg), factor);
  return encode(pixels, { quality: 60 });
}
