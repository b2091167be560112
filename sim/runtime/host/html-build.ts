// Gives the kept build of lol-html room for longer texts: it is older than lol-html's handing over whole what came in one piece, as workerd does.

/** Code of the build in hexadecimal: what stands in one of its functions, and what shall stand there. */
type Place = readonly [was: string, becomes: string];

/**
 * Texts are decoded into a buffer of 1,024 bytes (`80 08` in the build's numbers), and reach handlers in parts of that size.
 * With 65,536 (`80 80 04`) nearly every text that comes in one piece stays in one. The first place makes such buffers, the others note the size of the two that are made so.
 */
const PLACES: readonly Place[] = [
  [
    '41800810222200450d00200041046b2d0000410371450d0020004100418008',
    '4180800410222200450d00200041046b2d0000410371450d002000410041808004',
  ],
  [
    '4180083602082006200f36023020062002ad42208642800884370200',
    '418080043602082006200f36023020062002ad4220864280800484370200',
  ],
  [
    '4180083602dc02200020043602d802200042808080808080013703d002',
    '418080043602dc02200020043602d802200042808080808080c0003703d002',
  ],
];

const CODE_SECTION = 10;
const HEADER_BYTES = 8;

/** A number as WebAssembly writes it, and where what follows begins. */
function numberAt(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let weight = 1;
  for (let i = at; ; i++) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * weight;
    weight *= 0x80;
    if (byte < 0x80) return { value, next: i + 1 };
  }
}

/** Bytes with their number before them. */
function counted(bytes: Buffer): Buffer {
  const size: number[] = [];
  for (let left = bytes.length; ; left = Math.floor(left / 0x80)) {
    size.push(left < 0x80 ? left : (left % 0x80) + 0x80);
    if (left < 0x80) break;
  }
  return Buffer.concat([Buffer.from(size), bytes]);
}

/** A function's code, and how many of the places were in it. */
function changed(body: Buffer): { readonly body: Buffer; readonly found: number } {
  let result = body;
  let found = 0;
  for (const [was, becomes] of PLACES) {
    const at = result.indexOf(was, 0, 'hex');
    if (at < 0) continue;
    found++;
    const rest = result.subarray(at + was.length / 2);
    result = Buffer.concat([result.subarray(0, at), Buffer.from(becomes, 'hex'), rest]);
  }
  return { body: result, found };
}

/** The build with the larger buffer. Throws at another build than the one that the places are of. */
export function withRoomForTexts(build: Buffer): Buffer {
  const parts: Buffer[] = [build.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < build.length;) {
    const { value: size, next } = numberAt(build, at + 1);
    const section = build.subarray(next, next + size);
    const kind = build[at];
    if (kind === CODE_SECTION) parts.push(Buffer.from([kind]), counted(withRoom(section)));
    else parts.push(build.subarray(at, next + size));
    at = next + size;
  }
  return Buffer.concat(parts);
}

function withRoom(code: Buffer): Buffer {
  const { next } = numberAt(code, 0);
  const parts: Buffer[] = [code.subarray(0, next)];
  let places = 0;
  for (let at = next; at < code.length;) {
    const { value: size, next: from } = numberAt(code, at);
    const { body, found } = changed(code.subarray(from, from + size));
    places += found;
    parts.push(counted(body));
    at = from + size;
  }
  if (places !== PLACES.length)
    throw new Error(
      `This build of lol-html is another one: ${places} of ${PLACES.length} places were found.`,
    );
  return Buffer.concat(parts);
}
