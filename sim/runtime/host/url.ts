// URLs on the host side: the WHATWG parser of Node, which answers with the normalised text.
import { domainToUnicode } from 'node:url';
import type { UrlPort } from '../web/host-port.ts';

type Member =
  | 'href'
  | 'protocol'
  | 'username'
  | 'password'
  | 'host'
  | 'hostname'
  | 'port'
  | 'pathname'
  | 'search'
  | 'hash';

const MEMBERS: readonly string[] = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
];

function isMember(name: string): name is Member {
  return MEMBERS.includes(name);
}

/** Schemes whose hosts are domain names (WHATWG URL, section 4.2). */
const SPECIAL = /^(?:https?|wss?|ftp|file):$/;

/** Node accepts labels that are no punycode; the standard and workerd do not (UTS 46, validity criteria). Such a label has no Unicode form. */
function hasWrongLabel({ protocol, hostname }: URL): boolean {
  return (
    hostname.includes('xn--') && SPECIAL.test(protocol) && /(?:^|\.)xn--/.test(domainToUnicode(hostname))
  );
}

/** The host functions of URLs. */
export function createUrlPort(): UrlPort {
  return {
    parse(input, base) {
      const url = URL.parse(input, base === '' ? undefined : base);
      return url === null || hasWrongLabel(url) ? '' : url.href;
    },
    set(href, member, value) {
      const url = URL.parse(href);
      if (url === null || !isMember(member)) return href;
      try {
        url[member] = value;
      } catch {
        return '';
      }
      return hasWrongLabel(url) ? href : url.href;
    },
  };
}
