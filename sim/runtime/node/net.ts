// node:net for packages that only ask it what an address looks like, and import the rest without calling it.

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether a text is an IPv4 address. */
export function isIPv4(text: unknown): boolean {
  return IPV4.test(String(text));
}

/** Whether a text is an IPv6 address. */
export function isIPv6(text: unknown): boolean {
  const [address = '', ...zone] = String(text).split('%');
  if (!address.includes(':') || zone.length > 1) return false;
  try {
    return new URL(`http://[${address}]/`).hostname !== '';
  } catch {
    return false;
  }
}

/** 4, 6, or 0 for what is no address. */
export function isIP(text: unknown): number {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : 0;
}

/** There is nothing that could be connected to; libraries import more than they call, and ask whether something is one. */
function refused(name: string): () => never {
  return function refuse(): never {
    throw new Error(
      `node:net cannot connect in a handler: handlers reach the network by fetch() only. (node:net.${name})`,
    );
  };
}

export const BlockList = refused('BlockList');
export const Server = refused('Server');
export const Socket = refused('Socket');
export const SocketAddress = refused('SocketAddress');
export const Stream = refused('Stream');
export const connect = refused('connect');
export const createConnection = refused('createConnection');
export const createServer = refused('createServer');
