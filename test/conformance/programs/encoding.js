// Behaviours of TextEncoder, TextDecoder, atob and btoa.
const bytes = (...list) => new Uint8Array(list);
const decode = (label, ...list) => new TextDecoder(label).decode(bytes(...list));
const codes = (text) => [...text].map((c) => c.codePointAt(0));

export const encoding = {
  'encodes UTF-8': () => new TextEncoder().encode('a\u00e9\u20ac\u{1d4b3}'),
  'encodes lone surrogates as replacement characters': () => new TextEncoder().encode('\ud800x\udc00'),
  'encodes nothing for no argument': () => [
    new TextEncoder().encode().length,
    new TextEncoder().encode(undefined).length,
    new TextEncoder().encoding,
  ],
  'encodes other values as texts': () => [
    new TextEncoder().encode(null).length,
    new TextEncoder().encode(12).length,
  ],
  'encodes into an array as far as characters fit': () => {
    const target = new Uint8Array(6);
    return [new TextEncoder().encodeInto('a\u00e9\u20ac\u{1d4b3}', target), target];
  },
  'does not split a pair when encoding into an array': () =>
    new TextEncoder().encodeInto('\u{1f600}\u{1f600}', new Uint8Array(7)),
  'encodes into nothing else than bytes': () => new TextEncoder().encodeInto('a', new Uint16Array(2)),
  'strips a byte order mark': () => [
    decode('utf-8', 0xef, 0xbb, 0xbf, 65),
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes(0xef, 0xbb, 0xbf, 65)).length,
  ],
  'strips only the first byte order mark': () => codes(decode('utf-8', 0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf)),
  'replaces wrong UTF-8 by the rule of maximal subparts': () =>
    codes(decode('utf-8', 0xf0, 0x9f, 0x98, 0x41, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xff)),
  'throws on wrong UTF-8 when fatal': () => new TextDecoder('utf-8', { fatal: true }).decode(bytes(0xff)),
  'can be used again after a fatal error': () => {
    const d = new TextDecoder('utf-8', { fatal: true });
    try {
      d.decode(bytes(0xff));
    } catch {
      return d.decode(bytes(65));
    }
    return 'no error';
  },
  'carries characters over chunks': () => {
    const d = new TextDecoder();
    return [
      d.decode(bytes(0xe2, 0x82), { stream: true }),
      d.decode(bytes(0xac, 0xf0), { stream: true }),
      d.decode(),
    ];
  },
  'throws at the end of a fatal stream that stops inside a character': () => {
    const d = new TextDecoder('utf-8', { fatal: true });
    d.decode(bytes(0xe2, 0x82), { stream: true });
    return d.decode();
  },
  'strips a byte order mark that comes in pieces': () => {
    const d = new TextDecoder();
    return codes(
      d.decode(bytes(0xef), { stream: true }) +
        d.decode(bytes(0xbb), { stream: true }) +
        d.decode(bytes(0xbf, 66)),
    );
  },
  'knows labels in any case and with spaces': () =>
    [' UTF8 ', 'Latin1', 'ascii', 'utf-16', 'unicode', 'sjis', 'x-sjis', 'csbig5', '866', 'greek', 'l2'].map(
      (label) => new TextDecoder(label).encoding,
    ),
  'refuses unknown labels': () => new TextDecoder('nope'),
  'refuses the replacement encoding': () => new TextDecoder('replacement'),
  'reports its options': () => {
    const d = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return [d.encoding, d.fatal, d.ignoreBOM, new TextDecoder().fatal];
  },
  'decodes windows-1252 as the standard has it': () => decode('iso-8859-1', 0x80, 0x81, 0x99, 0xe9),
  'decodes x-user-defined': () => codes(decode('x-user-defined', 0x41, 0x80, 0xff)),
  'decodes UTF-16 little endian': () => codes(decode('utf-16le', 0x41, 0, 0x3d, 0xd8, 0, 0xde, 0xd8)),
  'decodes UTF-16 big endian': () => decode('utf-16be', 0, 0x41, 0x20, 0xac),
  'throws on wrong UTF-16 when fatal': () =>
    new TextDecoder('utf-16le', { fatal: true }).decode(bytes(0x00, 0xd8)),
  'decodes Shift_JIS': () => decode('shift_jis', 0x82, 0xa0, 0x41, 0xb1),
  'decodes GBK and GB18030': () => [decode('gbk', 0xc4, 0xe3), decode('gb18030', 0x81, 0x30, 0x81, 0x30)],
  'decodes EUC-KR and Big5': () => [decode('euc-kr', 0xb0, 0xa1), decode('big5', 0xa4, 0x40)],
  'decodes EUC-JP and ISO-2022-JP': () => [
    decode('euc-jp', 0xa4, 0xa2),
    decode('iso-2022-jp', 0x1b, 0x24, 0x42, 0x24, 0x22),
  ],
  'decodes Cyrillic code pages': () => [
    decode('koi8-r', 0xc1, 0xc2),
    decode('windows-1251', 0xe0, 0xe1),
    decode('iso-8859-5', 0xd0),
    decode('ibm866', 0xa0),
    decode('x-mac-cyrillic', 0xe0),
  ],
  'carries legacy characters over chunks': () => {
    const d = new TextDecoder('shift_jis');
    return d.decode(bytes(0x82), { stream: true }) + d.decode(bytes(0xa0));
  },
  'decodes any view and buffer': () => [
    new TextDecoder().decode(bytes(65, 66).buffer),
    new TextDecoder().decode(new DataView(bytes(65, 66).buffer, 1)),
    new TextDecoder().decode(new Uint16Array([0x4241])),
  ],
  'refuses to decode texts': () => new TextDecoder().decode('abc'),
  'refuses to decode null': () => new TextDecoder().decode(null),
  'decodes undefined to nothing': () => [new TextDecoder().decode(), new TextDecoder().decode(undefined)],
  'decodes long texts': () =>
    new TextDecoder().decode(new TextEncoder().encode('\u00e9x'.repeat(5000))).length,
  'names its classes': () => [String(new TextEncoder()), String(new TextDecoder())],
  'atob decodes and skips white space': () => [
    atob(' YW Jj\n '),
    atob('ab'),
    atob('YQ=='),
    atob('YR=='),
    atob(''),
  ],
  'atob refuses wrong lengths': () => atob('a'),
  'atob refuses wrong padding': () => atob('YQ='),
  'atob refuses the URL alphabet': () => atob('a-_b'),
  'atob refuses padding in the middle': () => atob('ab=c'),
  'btoa encodes bytes': () => [btoa('abc'), btoa('\u00ff\u0000'), btoa(''), btoa('a')],
  'btoa converts other values to texts': () => [btoa(undefined), btoa(null), btoa(12)],
  'btoa refuses characters above 255': () => btoa('\u0100'),
  'btoa fails with a DOMException of code 5': () => {
    try {
      return btoa('\u20ac');
    } catch (error) {
      return [error.name, error.code, error instanceof DOMException];
    }
  },
  'btoa needs an argument': () => btoa(),
  'encodes views that begin within their buffer': () => {
    const view = Uint8Array.from({ length: 23 }, (_, i) => i).subarray(-16);
    return [view.toBase64({ alphabet: 'base64url', omitPadding: true }), view.toHex()];
  },
  'decodes base64 and hex into views': () => {
    const bytes = new Uint8Array(8);
    const wide = bytes.subarray(1).setFromBase64('AQIDBA==');
    const narrow = bytes.subarray(6).setFromHex('0a0b0c');
    return [wide, narrow, bytes];
  },
};
