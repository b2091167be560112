// Addresses that a WebSocket is made for: what is wrong with them, or that nobody answers at them here.
import { DOMException } from './dom-exception.ts';
import { normalise } from './url.ts';

/** A token of HTTP (RFC 9110, section 5.6.2). */
const PROTOCOL = /^[!#$%&'*+.^_`|~\w-]+$/;

function syntaxError(what: string): DOMException {
  return new DOMException(`WebSocket Constructor: ${what}`, 'SyntaxError');
}

/** Why a socket to an address cannot be made. */
export function refusal(url: unknown, protocols: unknown): Error {
  const address = normalise(url);
  if (address === '') return syntaxError('The url is invalid.');
  if (!/^wss?:/.test(address)) return syntaxError('The url scheme must be ws or wss.');
  if (address.includes('#')) return syntaxError('The url fragment must be empty.');
  const isToken = (name: unknown): boolean => PROTOCOL.test(String(name));
  if (Array.isArray(protocols)) {
    if (!protocols.every(isToken)) return syntaxError('One of the protocol header tokens is invalid.');
  } else if (protocols !== undefined && !isToken(protocols)) {
    return syntaxError('The protocol header token is invalid.');
  }
  return new TypeError('Connections to other hosts by WebSocket are not simulated.');
}
