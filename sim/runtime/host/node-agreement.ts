// The host half of key agreement, primes and certificates in node:crypto, over bytes and texts.
import {
  checkPrimeSync,
  createECDH,
  createPublicKey,
  ECDH,
  getDiffieHellman,
  X509Certificate,
} from 'node:crypto';
import type { NodePort } from '../web/node-port.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

const TRIED = 20;

/** What a certificate answers; empty for no. */
function answerOf(certificate: X509Certificate, question: string, about: string): string {
  switch (question) {
    case 'host':
      return certificate.checkHost(about) ?? '';
    case 'email':
      return certificate.checkEmail(about) ?? '';
    case 'ip':
      return certificate.checkIP(about) ?? '';
    case 'issued':
      return certificate.checkIssued(new X509Certificate(Buffer.from(about, 'base64'))) ? 'yes' : '';
    default: {
      const key = createPublicKey({ key: Buffer.from(about, 'base64'), format: 'der', type: 'spki' });
      return certificate.verify(key) ? 'yes' : '';
    }
  }
}

/** The functions of key agreement, primes and certificates; `alloc` makes the realm's byte arrays. */
export function createNodeAgreement(
  alloc: Alloc,
): Pick<NodePort, 'ecdh' | 'ecPoint' | 'dhPrime' | 'isPrime' | 'certificate' | 'certificateSays'> {
  function attempt(work: () => Uint8Array): Uint8Array | null {
    try {
      return insideBytes(alloc, work());
    } catch {
      return null;
    }
  }
  return {
    ecdh: (curve, privateKey, other) =>
      attempt(() => {
        const own = createECDH(curve);
        own.setPrivateKey(privateKey);
        return other.length === 0 ? own.getPublicKey() : own.computeSecret(other);
      }),
    ecPoint: (curve, point, form) =>
      attempt(() => ECDH.convertKey(Buffer.from(point), curve, undefined, undefined, form) as Buffer),
    dhPrime: (group) => insideBytes(alloc, getDiffieHellman(group).getPrime()),
    isPrime: (candidate) => checkPrimeSync(Buffer.from(candidate), { checks: TRIED }),
    certificate(bytes) {
      try {
        const read = new X509Certificate(bytes);
        const { subject, issuer, subjectAltName, infoAccess, validFrom, validTo, serialNumber, ca } = read;
        const { fingerprint, fingerprint256, fingerprint512, keyUsage } = read;
        const raw = read.raw.toString('base64');
        const dates = { validFrom, validTo, serialNumber, ca, raw };
        const prints = { fingerprint, fingerprint256, fingerprint512, keyUsage };
        return JSON.stringify({ subject, issuer, subjectAltName, infoAccess, ...dates, ...prints });
      } catch {
        return '';
      }
    },
    certificateSays(bytes, question, about) {
      try {
        return answerOf(new X509Certificate(bytes), question, about);
      } catch {
        return '';
      }
    },
  };
}
