// The little of ASN.1 that node:crypto needs: PEM texts, RSA and EC keys in their older forms, and ECDSA signatures.
import { Buffer } from 'node:buffer';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
/** A tag that only some certificates begin with: their version. */
const EXPLICIT_0 = 0xa0;
const RSA_ALGORITHM = Buffer.from('300d06092a864886f70d0101010500', 'hex');
const EC_PUBLIC_KEY = Buffer.from('06072a8648ce3d0201', 'hex');
const ZERO = Buffer.from('020100', 'hex');

interface Item {
  readonly tag: number;
  readonly content: Buffer;
  /** With its tag and length. */
  readonly whole: Buffer;
}

function itemsOf(bytes: Buffer): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    let size = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (size > 0x80) {
      const count = size & 0x7f;
      size = bytes.readUIntBE(start, count);
      start += count;
    }
    items.push({
      tag,
      content: bytes.subarray(start, start + size),
      whole: bytes.subarray(at, start + size),
    });
    at = start + size;
  }
  return items;
}

function item(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** The items inside the outermost one. */
function inside(bytes: Buffer): Item[] {
  return itemsOf(itemsOf(bytes)[0]?.content ?? Buffer.alloc(0));
}

/** What the label of a PEM text says of the bytes in it. */
export interface Pem {
  readonly label: string;
  readonly bytes: Buffer;
}

/** The first block of a PEM text; null when it has none. */
export function readPem(text: string): Pem | null {
  const [, label = '', base64 = ''] = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END/.exec(text) ?? [];
  return label === '' ? null : { label, bytes: Buffer.from(base64, 'base64') };
}

/** Bytes as a PEM text with lines of 64 characters. */
export function writePem({ label, bytes }: Pem): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** PKCS #1 as PKCS #8 (private) or SubjectPublicKeyInfo (public). */
export function wrapRsa(bytes: Buffer, kind: 'private' | 'public'): Buffer {
  return kind === 'private'
    ? item(SEQUENCE, ZERO, RSA_ALGORITHM, item(OCTET_STRING, bytes))
    : item(SEQUENCE, RSA_ALGORITHM, item(BIT_STRING, Buffer.from([0]), bytes));
}

/** PKCS #1 inside PKCS #8 or SubjectPublicKeyInfo. */
export function unwrapRsa(bytes: Buffer): Buffer {
  const inner = inside(bytes).find(({ tag }) => tag === OCTET_STRING || tag === BIT_STRING);
  if (inner === undefined) return bytes;
  return inner.tag === BIT_STRING ? inner.content.subarray(1) : inner.content;
}

/** SEC 1 inside PKCS #8, with the curve, which PKCS #8 names outside of it. */
export function unwrapEc(bytes: Buffer): Buffer {
  const [, algorithm, inner] = inside(bytes);
  const [, curve] = itemsOf(algorithm?.content ?? Buffer.alloc(0));
  const [version, secret, ...rest] = inside(inner?.content ?? Buffer.alloc(0)).map(({ whole }) => whole);
  if (curve === undefined || version === undefined || secret === undefined) return bytes;
  return item(SEQUENCE, version, secret, item(EXPLICIT_0, curve.whole), ...rest);
}

/** SEC 1 as PKCS #8: the curve stands in it as item 0. */
export function wrapEc(bytes: Buffer): Buffer {
  const curve = inside(bytes).find(({ tag }) => tag === EXPLICIT_0)?.content ?? Buffer.alloc(0);
  return item(SEQUENCE, ZERO, item(SEQUENCE, EC_PUBLIC_KEY, curve), item(OCTET_STRING, bytes));
}

/** The public key of an X.509 certificate: after an optional version come serial number, algorithm, issuer, validity and subject. */
export function keyOfCertificate(bytes: Buffer): Buffer {
  const fields = itemsOf(inside(bytes)[0]?.content ?? Buffer.alloc(0));
  return fields[fields[0]?.tag === EXPLICIT_0 ? 6 : 5]?.whole ?? Buffer.alloc(0);
}

/** An ECDSA signature as two numbers of ASN.1, from their plain bytes. */
export function derSignature(raw: Uint8Array): Buffer {
  const half = raw.length / 2;
  const numbers = [raw.subarray(0, half), raw.subarray(half)].map((bytes) => {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) start++;
    const sign = (bytes[start] ?? 0) > 0x7f ? [0] : [];
    return item(INTEGER, Buffer.from([...sign, ...bytes.subarray(start)]));
  });
  return item(SEQUENCE, ...numbers);
}

/** The plain bytes of an ECDSA signature, each number as wide as the curve; null when it is none. */
export function rawSignature(der: Uint8Array, sizeBytes: number): Buffer | null {
  const numbers = inside(Buffer.from(der)).map(({ content }) => {
    const short = content[0] === 0 ? content.subarray(1) : content;
    return short.length > sizeBytes ? null : Buffer.concat([Buffer.alloc(sizeBytes - short.length), short]);
  });
  const [r, s] = numbers;
  return numbers.length === 2 && r && s ? Buffer.concat([r, s]) : null;
}
