// Derivation, keys, agreement and primes of node:crypto.
import crypto from 'node:crypto';
import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { all, answersOf } from '../node-checks.js';
const KEY = Buffer.alloc(32, 7);
const IV = Buffer.alloc(16, 3);
const IV12 = Buffer.alloc(12, 1);
const EC = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgevZzL1gdAFr88hb2
OF/2NxApJCzGCEDdfSp6VQO30hyhRANCAAQRWz+jn65BtOMvdyHKcvjBeBSDZH2r
1RTwjmYSi9R/zpBnuQ4EiMnCqfMPWiZqB4QdbAd0E7oH50VpuZ1P087G
-----END PRIVATE KEY-----`;
const ED = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----`;

const CHECKS = {
  hkdf: () =>
    all(
      () => Buffer.from(crypto.hkdfSync('sha256', 'k', 's', 'i', 16)).toString('hex'),
      () => Object.prototype.toString.call(crypto.hkdfSync('sha256', 'k', 's', 'i', 16)),
      () => promisify(crypto.hkdf)('sha512', 'k', 's', 'i', 8).then((b) => Buffer.from(b).toString('hex')),
      () => crypto.hkdfSync('nope', 'k', 's', 'i', 16),
      () => crypto.hkdfSync('sha256', 'k', 's', 'i', 9999),
      () => crypto.hkdfSync('sha256', 'k', 's', 'i'),
    ),
  randomInt: () =>
    all(
      () => {
        const n = crypto.randomInt(5);
        return n >= 0 && n < 5;
      },
      () => {
        const n = crypto.randomInt(5, 7);
        return n === 5 || n === 6;
      },
      () => crypto.randomInt(5, 5),
      () => crypto.randomInt(7, 5),
      () => crypto.randomInt(1.5),
      () => crypto.randomInt(),
      () => new Promise((ok) => crypto.randomInt(3, (e, n) => ok([e ?? 'none', n < 3]))),
      () => crypto.randomInt('5'),
    ),
  getRandomValues: () =>
    all(
      () => crypto.getRandomValues(new Uint8Array(2)).length,
      () => crypto.webcrypto.getRandomValues(new Uint8Array(2)).length,
      () => crypto.getRandomValues(new Float32Array(1)),
      () => crypto.webcrypto === globalThis.crypto,
      () => crypto.subtle === globalThis.crypto.subtle,
    ),
  timingSafeEqual: () =>
    all(
      () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
      () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b')),
      () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')),
      () => crypto.timingSafeEqual('a', 'a'),
      () => crypto.timingSafeEqual(Buffer.from('a'), 5),
      () => crypto.timingSafeEqual(new Uint8Array(2).buffer, new Uint16Array(1)),
    ),
  'sign ed25519': () => {
    const k = crypto.createPrivateKey(ED);
    const p = crypto.createPublicKey(k);
    const s = crypto.sign(null, Buffer.from('m'), k);
    return [
      s.toString('hex').slice(0, 16),
      crypto.verify(null, Buffer.from('m'), p, s),
      crypto.verify(undefined, Buffer.from('n'), p, s),
    ];
  },
  'export pem': () => {
    const k = crypto.createPrivateKey(EC);
    return [
      k.export({ type: 'pkcs8', format: 'pem' }).split('\n').length,
      crypto.createPublicKey(k).export({ type: 'spki', format: 'pem' }),
      crypto.createPublicKey(k).export({ type: 'spki', format: 'der' }).length,
      k.export({ type: 'sec1', format: 'pem' }).split('\n')[0],
    ];
  },
  'export jwk': () => {
    const k = crypto.createPrivateKey(EC);
    const { kty, crv, x, y, d } = k.export({ format: 'jwk' });
    return [kty, crv, x, y, d];
  },
  'import jwk': () => {
    const j = crypto.createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      format: 'jwk',
    });
    return [j.type, j.asymmetricKeyType, j.export({ type: 'spki', format: 'der' }).toString('hex')];
  },
  genpair: () =>
    all(
      () => Object.keys(crypto.generateKeyPairSync('ed25519')).join(),
      () =>
        crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.asymmetricKeyDetails.namedCurve,
      () =>
        crypto
          .generateKeyPairSync('ec', {
            namedCurve: 'secp384r1',
            publicKeyEncoding: { type: 'spki', format: 'pem' },
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
          })
          .publicKey.slice(0, 26),
      () => promisify(crypto.generateKeyPair)('ed25519').then((k) => Object.keys(k).join()),
      () => crypto.generateKeyPairSync('ec', { namedCurve: 'nope' }),
      () => crypto.generateKeyPairSync('rsa', {}),
      () => crypto.generateKeyPairSync('x25519').publicKey.asymmetricKeyType,
    ),
  ecdh: () => {
    const a = crypto.createECDH('prime256v1');
    const b = crypto.createECDH('prime256v1');
    const ka = a.generateKeys();
    const kb = b.generateKeys('hex', 'compressed');
    return [
      ka.length,
      kb.length,
      a.computeSecret(Buffer.from(kb, 'hex')).equals(b.computeSecret(ka)),
      a.getPrivateKey().length,
      a.getPublicKey('hex').length,
      a.getPublicKey('hex', 'compressed').length,
    ];
  },
  'ecdh known': () => {
    const a = crypto.createECDH('secp384r1');
    a.setPrivateKey('01'.repeat(48), 'hex');
    return [a.getPublicKey('hex'), a.getPrivateKey('hex')];
  },
  'ecdh errors': () =>
    all(
      () => crypto.createECDH('nope'),
      () => crypto.createECDH(5),
      () => crypto.createECDH('prime256v1').computeSecret(Buffer.alloc(3)),
      () => crypto.createECDH('prime256v1').getPrivateKey(),
      () => crypto.createECDH('prime256v1').getPublicKey(),
      () =>
        crypto.ECDH.convertKey(
          '02' + '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
          'prime256v1',
          'hex',
          'hex',
          'uncompressed',
        ).length,
    ),
  dh: () =>
    all(
      () => {
        const a = crypto.getDiffieHellman('modp14');
        const b = crypto.createDiffieHellmanGroup('modp14');
        a.generateKeys();
        b.generateKeys();
        return [
          a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey())),
          a.getPrime().length,
          a.getGenerator('hex'),
          a.verifyError,
        ];
      },
      () => crypto.getDiffieHellman('nope'),
      () => {
        const p = crypto.getDiffieHellman('modp14').getPrime();
        const a = crypto.createDiffieHellman(p, 2);
        const b = crypto.createDiffieHellman(p, 2);
        a.generateKeys();
        b.generateKeys();
        return (
          a.computeSecret(b.getPublicKey(), null, 'hex') === b.computeSecret(a.getPublicKey()).toString('hex')
        );
      },
    ),
  primes: () =>
    all(
      () => crypto.checkPrimeSync(7n),
      () => crypto.checkPrimeSync(8n),
      () => crypto.checkPrimeSync(Buffer.from([13])),
      () => promisify(crypto.checkPrime)(97n),
      () => crypto.generatePrimeSync(32).byteLength,
      () => typeof crypto.generatePrimeSync(32, { bigint: true }),
      () => crypto.checkPrimeSync(crypto.generatePrimeSync(24)),
      () => promisify(crypto.generatePrime)(16).then((b) => b.byteLength),
      () => crypto.checkPrimeSync('x'),
      () => crypto.generatePrimeSync(0),
    ),
  misc: () =>
    all(
      () => crypto.getFips(),
      () => crypto.fips,
      () => crypto.setFips(true),
      () => crypto.setEngine('x'),
      () => crypto.secureHeapUsed(),
      () => typeof crypto.X509Certificate,
      () => typeof crypto.Certificate,
      () => crypto.createCipher('aes-256-cbc', 'x'),
      () => Object.keys(crypto.constants).length,
      () => crypto.constants.RSA_PSS_SALTLEN_DIGEST,
      () => crypto.constants.defaultCoreCipherList?.length > 5,
    ),
  'certificate spkac': () =>
    all(
      () => crypto.Certificate.verifySpkac(Buffer.from('x')),
      () => crypto.Certificate.exportChallenge(Buffer.from('x')).length,
      () => new crypto.Certificate().verifySpkac('x'),
    ),
  x509: () =>
    all(
      () => new crypto.X509Certificate('x'),
      () => new crypto.X509Certificate(5),
    ),
};

export default answersOf(CHECKS);
