// The code with which code may close a socket.
import { DOMException } from './dom-exception.ts';

/** RFC 6455, section 7.4.1: what a peer reports when no code was given. */
const NO_CODE = 1005;

/** The code to send for what `close` was given; throws for codes that are the protocol's own, and for a reason without a code. */
export function checkCode(code: unknown, reason: unknown): number {
  if (code === undefined) {
    if (reason === undefined) return NO_CODE;
    throw new DOMException(
      'If you specify a WebSocket close reason, you must also specify a code.',
      'InvalidAccessError',
    );
  }
  const number = Math.trunc(Number(code)) || 0;
  if (number >= 1000 && number < 5000 && ![1004, NO_CODE, 1006, 1015].includes(number)) return number;
  throw new DOMException(`Invalid WebSocket close code: ${number}.`, 'InvalidAccessError');
}
