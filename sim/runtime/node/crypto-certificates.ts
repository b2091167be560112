// Certificates of node:crypto: the host reads them, and what it read is kept here as texts.
import { Buffer } from 'node:buffer';
import { bytesOf } from './crypto-bytes.ts';
import type { Data } from './crypto-bytes.ts';
import { createPublicKey } from './crypto-keys.ts';
import type { KeyObject } from './crypto-keys.ts';
import { argumentType, argumentValue } from './errors.ts';
import { hooks } from './hooks.ts';

/** What the host reads in a certificate. */
interface Fields {
  readonly subject: string;
  readonly issuer: string;
  readonly subjectAltName?: string;
  readonly infoAccess?: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly serialNumber: string;
  readonly fingerprint: string;
  readonly fingerprint256: string;
  readonly fingerprint512: string;
  readonly keyUsage?: readonly string[];
  readonly ca: boolean;
  readonly raw: string;
}

const BYTES = 'of type string or an instance of Buffer, TypedArray, or DataView';

/** A certificate. */
export class X509Certificate {
  readonly #fields: Fields;

  constructor(given: Data) {
    if (typeof given !== 'string' && !ArrayBuffer.isView(given)) throw argumentType('buffer', BYTES, given);
    const told = hooks.certificate(bytesOf(given));
    if (told === '') throw argumentValue('buffer', Buffer.from(bytesOf(given)), 'is not a valid certificate');
    this.#fields = JSON.parse(told) as Fields;
  }

  get subject(): string {
    return this.#fields.subject;
  }
  get issuer(): string {
    return this.#fields.issuer;
  }
  get subjectAltName(): string | undefined {
    return this.#fields.subjectAltName;
  }
  get infoAccess(): string | undefined {
    return this.#fields.infoAccess;
  }
  get validFrom(): string {
    return this.#fields.validFrom;
  }
  get validTo(): string {
    return this.#fields.validTo;
  }
  get validFromDate(): Date {
    return new Date(this.validFrom);
  }
  get validToDate(): Date {
    return new Date(this.validTo);
  }
  get serialNumber(): string {
    return this.#fields.serialNumber;
  }
  get fingerprint(): string {
    return this.#fields.fingerprint;
  }
  get fingerprint256(): string {
    return this.#fields.fingerprint256;
  }
  get fingerprint512(): string {
    return this.#fields.fingerprint512;
  }
  get keyUsage(): readonly string[] | undefined {
    return this.#fields.keyUsage;
  }
  get ca(): boolean {
    return this.#fields.ca;
  }
  get raw(): Buffer {
    return Buffer.from(this.#fields.raw, 'base64');
  }
  get publicKey(): KeyObject {
    return createPublicKey(this.toString());
  }

  checkHost(name: string): string | undefined {
    return this.#ask('host', name);
  }
  checkEmail(address: string): string | undefined {
    return this.#ask('email', address);
  }
  checkIP(address: string): string | undefined {
    return this.#ask('ip', address);
  }
  checkIssued(other: X509Certificate): boolean {
    return this.#ask('issued', other.raw.toString('base64')) !== undefined;
  }
  checkPrivateKey(key: KeyObject): boolean {
    return createPublicKey(key).equals(this.publicKey);
  }
  verify(key: KeyObject): boolean {
    const spki = key.export({ type: 'spki', format: 'der' }) as Buffer;
    return this.#ask('verify', spki.toString('base64')) !== undefined;
  }

  #ask(question: 'host' | 'email' | 'ip' | 'issued' | 'verify', about: string): string | undefined {
    const answer = hooks.certificateSays(this.raw, question, about);
    return answer === '' ? undefined : answer;
  }

  toString(): string {
    const lines = this.#fields.raw.replaceAll(/.{64}(?=.)/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  }
  toJSON(): string {
    return this.toString();
  }
}

/** Signed public keys and challenges, which nothing uses any more: none is ever valid here. */
export class Certificate {
  static verifySpkac(): boolean {
    return false;
  }
  static exportPublicKey(): Buffer {
    return Buffer.alloc(0);
  }
  static exportChallenge(): Buffer {
    return Buffer.alloc(0);
  }
  verifySpkac(): boolean {
    return false;
  }
  exportPublicKey(): Buffer {
    return Buffer.alloc(0);
  }
  exportChallenge(): Buffer {
    return Buffer.alloc(0);
  }
}
