// How many round trips are due before a request leaves: new or reused connection, TCP with TLS 1.3 or 1.2, or QUIC.
import type { NetworkPlan } from '../plan.ts';
import type { Figure } from '../platforms/platform.ts';

/**
 * Round trips before the request may leave on a new connection.
 * TCP: 1 (RFC 9293). TLS 1.3: 1 (RFC 8446). TLS 1.2: 2 (RFC 5246). QUIC: 1 for both together (RFC 9000, RFC 9001).
 */
const HANDSHAKE_ROUND_TRIPS: Readonly<
  Record<NetworkPlan['transport'], { readonly connect: number; readonly tls: number }>
> = {
  'tcp-tls1.3': { connect: 1, tls: 1 },
  'tcp-tls1.2': { connect: 1, tls: 2 },
  quic: { connect: 1, tls: 0 },
};

export const CONNECTION_FIGURES = {
  dnsWorkMs: {
    name: 'DNS: work of the resolver, besides a round trip on the access network',
    value: 1,
    unit: 'ms',
    source: 'home-network studies: a resolver hit takes about one access RTT (Hounsel et al., PAM 2021)',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** Times of a request on its way to the server, in microseconds since the journey began. */
export interface Approach {
  readonly dnsEndUs: number;
  readonly connectEndUs: number;
  readonly tlsEndUs: number;
  readonly arriveUs: number;
  /** How long before the request the server has seen the ClientHello. */
  readonly helloAheadUs: number;
}

/**
 * The way of a request to its server; `dnsUs` and the handshake are due on a new connection only. On a connection whose handshake is
 * still under way for an earlier request, this one waits `openInUs` for it.
 */
export function approach(options: {
  rttUs: number;
  newConnection: boolean;
  dnsUs: number;
  openInUs: number;
  transport: NetworkPlan['transport'];
}): Approach {
  const { rttUs, newConnection, transport } = options;
  const trips = HANDSHAKE_ROUND_TRIPS[transport];
  const dnsEndUs = newConnection ? options.dnsUs : 0;
  const connectEndUs = newConnection ? dnsEndUs + trips.connect * rttUs : options.openInUs;
  const tlsEndUs = connectEndUs + (newConnection ? trips.tls * rttUs : 0);
  const helloTrips = newConnection ? Math.max(1, trips.tls) : 0;
  return {
    dnsEndUs,
    connectEndUs,
    tlsEndUs,
    arriveUs: tlsEndUs + Math.ceil(rttUs / 2),
    helloAheadUs: helloTrips * rttUs,
  };
}

/** An open connection: while a request is under way it stays open, and after the last one's end it is kept for a while. */
export class OpenConnection {
  /** From when on it carries requests. */
  readonly openUs: number;
  #keptUntilUs: number;
  #underWay = 0;

  constructor(openUs: number, keptUntilUs: number) {
    this.openUs = openUs;
    this.#keptUntilUs = keptUntilUs;
  }

  isOpen(atUs: number): boolean {
    return this.#underWay > 0 || atUs < this.#keptUntilUs;
  }

  begin(): void {
    this.#underWay++;
  }

  /** A request's last byte has come, or will have come by then. */
  end(atUs: number, keepAliveUs: number): void {
    this.#underWay--;
    this.#keptUntilUs = Math.max(this.#keptUntilUs, atUs + keepAliveUs);
  }
}
