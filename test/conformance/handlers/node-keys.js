// Keys, signatures and encryption of node:crypto.
import {
  constants,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  diffieHellman,
  generateKeyPairSync,
  KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';

const message = Buffer.from('to be signed');

function roundTrip(algorithm, { publicKey, privateKey }, options = {}) {
  const signature = sign(algorithm, message, { key: privateKey, ...options });
  const good = verify(algorithm, message, { key: publicKey, ...options }, signature);
  signature[signature.length - 1] ^= 1;
  return [good, verify(algorithm, message, { key: publicKey, ...options }, signature)];
}

/** A pair of RSA whose every number is known, so that its signatures are too. */
const JWK = {
  kty: 'RSA',
  n: 'rIm_1XIP16VEze6OtTPGwCf-FSQrNa2pKbbhERcMHCRbOlTcrb-07wVvrhRhZAkh0Q1_uFEi78h6PzeofQ_jw00QclCS6QHLzhKYMicIO7wpt32i16txvxfnqSYB8kJQCfR2FbasJCdAKph1MFy1cj8gQtHJZzB6KqAMO-KpXd8',
  e: 'AQAB',
  d: 'DZkJmlvT7c3jn0s2ygcbmddNCgOAuElIdLYqBLvJQ4qF-hHoFnVuYAwQoiqPBmBF3wDuWOtkEnu9TrAnQjv3WjK_n5yILMk8Hxj3-sfSdWKCnZlrx7MgJ8L4oUX8wGs-KH9-o8Ek3PRBvPtgPXOhbMclhJhHV1w3phDql1gtNxE',
  p: '5RKJgykuRk2TsIHuO4WbnXhUE3o-B6xp01ndlhPbIh9a36xuUiq9aB41HOU9VV-_sY_WB0PThPiKu09RZS_W-Q',
  q: 'wNHtjYj9INtX0eZ_aDPOz6NBzud3ceqPv1rhY7emBSYjuS-Yb1RXrFA9fnnAxtuM9HH0qDn1oYsgfCySU51Zlw',
  dp: 'paEDoLxz4w1Qjj1EHfF7FR7d2791fmLhmZnOqCbvOPrm3_dzRSH2FYRR7vSppkM2_ZH8tQALvode-BRfzAQNMQ',
  dq: 'XAoY_a19PpjU87G18VSBjKWePRhJ8MuJcEr-OW4pRl3tQXFRrxqweuUWZW_SsFmOkARxR3fbIxBZIkzYUCdU4w',
  qi: 'Nd2kJccSN4DiGY3Dq28VgM4CPEhIQ5e_R2KLttoeUM0_otJloHqWGo9d5NqICNOBP-QpGEYA57klFK7k5G3XTA',
};

function outcome(step) {
  try {
    return step();
  } catch (error) {
    return `${error.name}: ${error.code}`;
  }
}

const DEEDS = {
  secret() {
    const key = createSecretKey(Buffer.from('abc'));
    const cipher = createCipheriv('aes-128-cbc', createSecretKey(Buffer.alloc(16, 1)), Buffer.alloc(16));
    return [
      () => [key.type, key.symmetricKeySize, key.export().toString(), key instanceof KeyObject],
      () => key.export({ format: 'jwk' }),
      () => createHmac('sha256', key).update('x').digest('hex'),
      () => cipher.update('abc', 'utf8', 'hex') + cipher.final('hex'),
      () => key.equals(createSecretKey('abc', 'utf8')),
      () => createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)).update('no encoding'),
    ];
  },
  known() {
    const key = createPrivateKey({ key: JWK, format: 'jwk' });
    const open = createPublicKey(key);
    const pem = key.export({ type: 'pkcs1', format: 'pem' });
    return [
      () => [key.asymmetricKeyType, key.asymmetricKeyDetails.modulusLength, open.type],
      () => createSign('RSA-SHA256').update(message).sign(key, 'base64'),
      () => sign('sha512', message, pem).toString('hex').slice(0, 32),
      () => pem.split('\n')[0],
      () => open.export({ type: 'spki', format: 'pem' }).split('\n')[1],
      () => open.export({ format: 'der', type: 'pkcs1' }).length,
      () => createPrivateKey(pem).equals(key),
      () => createPublicKey(open.export({ type: 'pkcs1', format: 'pem' })).equals(open),
      () => createPublicKey(pem).type,
      () =>
        createVerify('sha256')
          .update('to be ')
          .update('signed')
          .verify(open, sign('sha256', message, key)),
      () => open.export({ format: 'jwk' }),
      () => Object.keys(open.export({ format: 'jwk' })),
    ];
  },
  curves() {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const edwards = generateKeyPairSync('ed25519');
    const pems = {
      publicKey: ec.publicKey.export({ type: 'spki', format: 'pem' }),
      privateKey: ec.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    };
    return [
      () => roundTrip('sha256', pems),
      () => roundTrip('sha384', pems, { dsaEncoding: 'ieee-p1363' }),
      () => sign('sha256', message, { key: pems.privateKey, dsaEncoding: 'ieee-p1363' }).length,
      () => verify('sha256', message, ec.publicKey, sign('sha256', message, ec.privateKey)),
      () => sign('sha256', message, ec.privateKey)[0],
      () => ec.publicKey.asymmetricKeyDetails,
      () => verify(null, message, edwards.publicKey, sign(null, message, edwards.privateKey)),
    ];
  },
  rsa() {
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const hidden = { oaepHash: 'sha256' };
    return [
      () => roundTrip('sha256', pair),
      () => roundTrip('sha256', pair, { padding }),
      () => roundTrip('sha256', pair, { padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
      () => [pair.publicKey, pair.privateKey].map((text) => text.split('\n')[0]),
      () => {
        const secret = publicEncrypt({ key: pair.publicKey, ...hidden }, Buffer.from('hush'));
        return privateDecrypt({ key: pair.privateKey, ...hidden }, secret).toString();
      },
    ];
  },
  wrong() {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const open = publicKey.export({ type: 'spki', format: 'pem' });
    const own = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const encrypted = (key) => publicEncrypt(key, message).length;
    return [
      () => sign('sha256', message, { key: privateKey }).length,
      () => sign('sha256', message, { key: own }).length,
      () => sign('sha256', message, { key: null }),
      () => sign('sha256', message, { key: 5 }),
      () => sign('sha256', message, null),
      () => sign('sha256', message, publicKey),
      () => verify('sha256', message, { key: publicKey }, message),
      () => encrypted(privateKey),
      () => encrypted({ key: publicKey, padding }),
      () => encrypted({ key: open, padding }),
      () => encrypted({ key: open, padding, oaepHash: 'nope' }),
      () => encrypted({ key: open, oaepLabel: message }),
      () => privateDecrypt(publicKey, message),
      () => privateDecrypt(privateKey, message),
      () => privateDecrypt(own, publicEncrypt({ key: open, oaepHash: 'sha256' }, message)).toString(),
      () => publicEncrypt(open, Buffer.alloc(300)),
      () => {
        const cipher = createCipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16));
        cipher.final();
        return cipher.getAuthTag().length;
      },
    ];
  },
  agreement() {
    const [a, b] = [generateKeyPairSync('x25519'), generateKeyPairSync('x25519')];
    return [
      () =>
        diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey }).equals(
          diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey }),
        ),
    ];
  },
};

export default {
  async fetch(request) {
    return Response.json(DEEDS[new URL(request.url).pathname.slice(1)]().map(outcome));
  },
};
