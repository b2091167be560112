// The shapes of geography: a place on the globe, a point of presence and a cloud region.

/** A point on the globe with a name. */
export interface Place {
  /** Unique among all places of the catalogue, for example `aws:us-east-1`, `cloudflare:SIN`, `hub:SIN` or `city:Lyon,FR`. */
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2 code, for example `SG`. */
  readonly country: string;
  /** Degrees, north positive. */
  readonly lat: number;
  /** Degrees, east positive. */
  readonly lon: number;
}

/** A site at which a network answers users. */
export interface Pop extends Place {
  /** The network, for example `cloudflare`. */
  readonly network: NetworkId;
  /** The colo code, mostly the IATA code of a near airport, for example `SIN`. */
  readonly code: string;
}

/** A cloud region: where an origin or the home of a store may live. */
export interface Region extends Place {
  readonly provider: ProviderId;
  /** The name the provider gives it, for example `us-east-1`. */
  readonly region: string;
}

/** A town of the population table. */
export interface City extends Place {
  /** Inhabitants of the administrative town. */
  readonly population: number;
  /** Internet users that this town stands for: those of its country, shared out by population. */
  readonly internetUsers: number;
}

/** A town where carriers meet or cables land: a node of the fibre graph. */
export interface Hub extends Place {
  readonly code: string;
}

/** The networks of points of presence that the catalogue holds. */
export const NETWORKS = ['cloudflare', 'cloudfront', 'cloudfront-rec', 'fastly', 'vercel'] as const;
export type NetworkId = (typeof NETWORKS)[number];

/** The clouds whose regions the catalogue holds. */
export const PROVIDERS = ['aws', 'azure', 'gcp', 'ibm'] as const;
type ProviderId = (typeof PROVIDERS)[number];
