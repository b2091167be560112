// Addresses that a WebSocket is made for: what is wrong with them, or that nobody answers at them here.
import { DOMException } from './dom-exception.ts';
import { normalise } from './url.ts';
import { textOf } from './webidl.ts';

/** A token of HTTP (RFC 9110, section 5.6.2). */
const PROTOCOL = /^[!#$%&'*+.^_`|~\w-]+$/;

function syntaxError(what: string): DOMException {
  return new DOMException(`WebSocket Constructor: ${what}`, 'SyntaxError');
}

/** Why a socket to an address cannot be made. */
export function refusal(url: unknown, protocols: unknown): Error {
  const tokens = Array.isArray(protocols)
    ? protocols.map(textOf)
    : protocols === undefined
      ? []
      : [textOf(protocols)];
  const address = normalise(url);
  if (address === '') return syntaxError('The url is invalid.');
  if (!/^wss?:/.test(address)) return syntaxError('The url scheme must be ws or wss.');
  if (address.includes('#')) return syntaxError('The url fragment must be empty.');
  const which = Array.isArray(protocols) ? 'One of the protocol header tokens' : 'The protocol header token';
  if (!tokens.every((token) => PROTOCOL.test(token))) return syntaxError(`${which} is invalid.`);
  if (new Set(tokens).size < tokens.length)
    return syntaxError('The protocols header cannot have repeating values.');
  return new TypeError('Connections to other hosts by WebSocket are not simulated.');
}
