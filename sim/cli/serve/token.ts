// The secret in the address of the local page: without it, no other program or page of this machine may ask anything.
import { randomBytes, timingSafeEqual } from 'node:crypto';

/** 128 random bits as 32 hex digits; chance is wanted here, for nothing simulated depends on it. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}

/** Compares without telling by its duration how much was right. */
export function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
