// Digests and ciphers of node:crypto, piece by piece and as streams.
import crypto from 'node:crypto';
import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { all, answersOf } from '../node-checks.js';
const KEY = Buffer.alloc(32, 7);
const IV = Buffer.alloc(16, 3);
const IV12 = Buffer.alloc(12, 1);

const CHECKS = {
  'hash list': () => crypto.getHashes(),
  'hash outputs': () => [
    crypto.createHash('md5').update('a').update('b').digest('base64'),
    crypto.createHash('sha1').update('é', 'latin1').digest('base64url'),
    crypto
      .createHash('md5')
      .update(new Uint8Array([1]).buffer.slice ? new Uint8Array([1]) : '')
      .digest('latin1').length,
    crypto.createHash('md5').update('x').digest().length,
    typeof crypto.createHash('md5').update('x').digest('buffer'),
  ],
  'hash errors': () =>
    all(
      () => crypto.createHash(),
      () => crypto.createHash(5),
      () => crypto.createHash('md5').update(),
      () => crypto.createHash('md5').update(5),
      () => crypto.createHash('md5').update({}),
      () => {
        const h = crypto.createHash('md5');
        h.digest();
        h.update('x');
      },
      () => {
        const h = crypto.createHash('md5');
        h.digest();
        h.digest();
      },
      () => crypto.createHash('md5').update('x', 'nope').digest('hex'),
      () => crypto.createHash('md5').digest('nope'),
    ),
  'hash copy': () => {
    const h = crypto.createHash('sha256').update('a');
    const c = h.copy();
    return [
      h.update('b').digest('hex') === crypto.createHash('sha256').update('ab').digest('hex'),
      c.digest('hex') === crypto.createHash('sha256').update('a').digest('hex'),
    ];
  },
  'hash stream': () =>
    new Promise((ok) => {
      const h = crypto.createHash('md5');
      h.on('readable', () => {
        const d = h.read();
        if (d) ok(d.toString('hex'));
      });
      h.write('x');
      h.end();
    }),
  'hash setEncoding pipe': () =>
    new Promise((ok) => {
      const h = crypto.createHash('md5');
      h.setEncoding('hex');
      let s = '';
      h.on('data', (d) => (s += d));
      h.on('end', () => ok(s));
      h.end('abc');
    }),
  'crypto.hash': () =>
    all(
      () => crypto.hash('md5', 'x'),
      () => crypto.hash('md5', 'x', 'base64'),
      () => crypto.hash('md5', Buffer.from('x'), 'buffer').length,
      () => crypto.hash('nope', 'x'),
      () => crypto.hash('md5', 5),
    ),
  hmac: () =>
    all(
      () => crypto.createHmac('sha256', 'k').update('x').digest('hex').slice(0, 8),
      () => crypto.createHmac('sha256', '').update('x').digest('hex').slice(0, 8),
      () => crypto.createHmac('nope', 'k'),
      () => crypto.createHmac('sha256'),
      () => crypto.createHmac('sha256', 5),
      () => crypto.createHmac(5, 'k'),
      () => {
        const h = crypto.createHmac('md5', 'k').update('x');
        h.digest();
        return h.digest('hex');
      },
      () => {
        const h = crypto.createHmac('md5', 'k');
        h.digest();
        h.update('x');
      },
    ),
  'hmac keyobject': () =>
    crypto
      .createHmac('sha512', crypto.createSecretKey(Buffer.from('k')))
      .update('x')
      .digest('base64')
      .slice(0, 8),
  'curves list': () => crypto.getCurves().sort(),
  cbc: () => {
    const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
    let s = c.update('hello world', 'utf8', 'hex');
    s += c.final('hex');
    const d = crypto.createDecipheriv('aes-256-cbc', KEY, IV);
    return [s, d.update(s, 'hex', 'utf8') + d.final('utf8')];
  },
  'cbc parts': () => {
    const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
    return [
      c.update(Buffer.from('x'.repeat(20))).length,
      c.update(Buffer.from('y'.repeat(13))).length,
      c.final().length,
    ];
  },
  'cbc dec parts': () => {
    const c = crypto.createCipheriv('aes-128-cbc', KEY.subarray(0, 16), IV);
    const e = Buffer.concat([c.update(Buffer.from('x'.repeat(40))), c.final()]);
    const d = crypto.createDecipheriv('aes-128-cbc', KEY.subarray(0, 16), IV);
    return [
      e.length,
      d.update(e.subarray(0, 16)).length,
      d.update(e.subarray(16, 33)).length,
      d.update(e.subarray(33)).length,
      d.final().length,
    ];
  },
  'ctr stream mode': () => {
    const c = crypto.createCipheriv('aes-256-ctr', KEY, IV);
    return [
      c.update(Buffer.from('abc')).toString('hex'),
      c.update(Buffer.from('de')).toString('hex'),
      c.final().length,
    ];
  },
  gcm: () => {
    const c = crypto.createCipheriv('aes-256-gcm', KEY, IV12);
    c.setAAD(Buffer.from('aad'));
    const e = c.update('secret', 'utf8', 'base64') + c.final('base64');
    const tag = c.getAuthTag();
    const d = crypto.createDecipheriv('aes-256-gcm', KEY, IV12);
    d.setAAD(Buffer.from('aad'));
    d.setAuthTag(tag);
    return [e, tag.toString('hex'), d.update(e, 'base64', 'utf8') + d.final('utf8')];
  },
  'gcm bad tag': () =>
    all(
      () => {
        const d = crypto.createDecipheriv('aes-256-gcm', KEY, IV12);
        d.setAuthTag(Buffer.alloc(16));
        d.update('00', 'hex');
        d.final();
      },
      () => {
        const d = crypto.createDecipheriv('aes-256-gcm', KEY, IV12);
        d.update('00', 'hex');
        d.final();
      },
      () => {
        const d = crypto.createDecipheriv('aes-256-gcm', KEY, IV12);
        d.setAuthTag(Buffer.alloc(3));
      },
      () => crypto.createCipheriv('aes-256-gcm', KEY, IV12).getAuthTag(),
      () => crypto.createCipheriv('aes-256-cbc', KEY, IV).getAuthTag(),
    ),
  chacha: () =>
    all(() => {
      const c = crypto.createCipheriv('chacha20-poly1305', KEY, IV12, { authTagLength: 16 });
      const e = c.update('hi', 'utf8', 'hex') + c.final('hex');
      return [e, c.getAuthTag().toString('hex')];
    }),
  'cipher errors': () =>
    all(
      () => crypto.createCipheriv('nope', KEY, IV),
      () => crypto.createCipheriv('aes-256-cbc', KEY.subarray(1), IV),
      () => crypto.createCipheriv('aes-256-cbc', KEY, IV12),
      () => crypto.createCipheriv('aes-256-cbc', KEY, null),
      () => crypto.createCipheriv('aes-256-ecb', KEY, null).final('hex').length,
      () => crypto.createCipheriv(),
      () => crypto.createCipheriv('aes-256-cbc', 5, IV),
      () => {
        const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
        c.final();
        c.final();
      },
      () => {
        const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
        c.final();
        c.update('x');
      },
    ),
  'cipher bad decrypt': () =>
    all(
      () => {
        const d = crypto.createDecipheriv('aes-256-cbc', KEY, IV);
        d.update(Buffer.alloc(16));
        return d.final();
      },
      () => {
        const d = crypto.createDecipheriv('aes-256-cbc', KEY, IV);
        d.update(Buffer.alloc(5));
        return d.final();
      },
    ),
  'autopadding off': () =>
    all(
      () => {
        const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
        c.setAutoPadding(false);
        return Buffer.concat([c.update(Buffer.alloc(16)), c.final()]).length;
      },
      () => {
        const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
        c.setAutoPadding(false);
        c.update('x');
        return c.final();
      },
    ),
  'cipher stream': () =>
    new Promise((ok, no) => {
      const c = crypto.createCipheriv('aes-256-cbc', KEY, IV);
      const parts = [];
      c.on('data', (d) => parts.push(d));
      c.on('end', () => ok(Buffer.concat(parts).toString('hex')));
      c.on('error', no);
      c.write('hello');
      c.end(' world');
    }),
  pbkdf2: () =>
    all(
      () => crypto.pbkdf2Sync('p', 's', 10, 16, 'sha256').toString('hex'),
      () => promisify(crypto.pbkdf2)('p', 's', 10, 8, 'sha512').then((b) => b.toString('hex')),
      () => crypto.pbkdf2Sync('p', 's', 0, 16, 'sha256'),
      () => crypto.pbkdf2Sync('p', 's', 1, 16, 'nope'),
      () => crypto.pbkdf2Sync('p', 's', 1, 16),
      () => crypto.pbkdf2('p', 's', 1, 16, 'sha1'),
      () => crypto.pbkdf2Sync('p', 's', 1, 1.5, 'sha1'),
    ),
};

export default answersOf(CHECKS);
