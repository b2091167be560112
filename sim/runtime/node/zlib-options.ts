// What may be asked of a compression, and what is refused.
import { Buffer } from 'node:buffer';

/** What node:zlib takes for bytes. */
export type Data = string | ArrayBuffer | ArrayBufferView;

/** Options of one compression or decompression. */
export interface Options {
  readonly level?: number;
  readonly windowBits?: number;
  readonly memLevel?: number;
  readonly strategy?: number;
  readonly flush?: number;
  readonly finishFlush?: number;
  readonly chunkSize?: number;
  readonly maxOutputLength?: number;
  readonly params?: Readonly<Record<string, number | boolean>>;
  readonly dictionary?: Uint8Array;
}

/** Numbers and their ranges, as zlib.h states them. */
const RANGES: readonly (readonly [
  'level' | 'windowBits' | 'memLevel' | 'strategy' | 'chunkSize',
  number,
  number,
])[] = [
  ['chunkSize', 64, 134_217_728],
  ['windowBits', 8, 15],
  ['level', -1, 9],
  ['memLevel', 1, 9],
  ['strategy', 0, 4],
];

export function bytesOf(data: Data, method: string): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new TypeError(
    `Failed to execute '${method}' on 'ZlibUtil': parameter 1 is not of type 'string or ArrayBuffer or ArrayBufferView'.`,
  );
}

/** Throws what `refuse` makes of the first number beyond its range. */
export function checkOptions(
  options: Options,
  refuse: (name: string, range: string, value: number) => Error,
): void {
  for (const [name, least, most] of RANGES) {
    const value = options[name];
    if (typeof value === 'number' && !(value >= least && value <= most))
      throw refuse(name, `>= ${least} and <= ${most}`, value);
  }
}

/** The numbers of the options as the host takes them. */
export function settingsOf(options: Options): string {
  return JSON.stringify(options, (name, value: unknown) =>
    name !== 'dictionary' && /^(?:object|number|boolean)$/.test(typeof value) ? value : undefined,
  );
}
