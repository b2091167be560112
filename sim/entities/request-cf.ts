// What `request.cf` says of a user's place, connection and PoP: the fields that a Worker's types name, as far as the simulation knows them.
import { continentOf } from '../../topology/catalog.ts';
import type { City } from '../../topology/place.ts';
import { timezoneOf } from '../../topology/timezones.ts';
import type { NetworkPlan } from '../plan.ts';

/** Member states of the European Union (2026), for `isEUCountry`. */
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** A number kept for documentation (RFC 5398): who runs the access networks of a scenario is not simulated. */
const ACCESS_ASN = 64_496;

/** No client certificate, in Cloudflare's words. */
const NO_CERTIFICATE = { certPresented: '0', certRevoked: '0', certVerified: 'NONE' };

/**
 * The fields that are the same for every request of a place to a PoP. Region, postal code and metro code are left out, as Cloudflare does where
 * it does not know them.
 */
export function placeCf(place: City, colo: string, transport: NetworkPlan['transport']): object {
  const isOld = transport === 'tcp-tls1.2';
  const timezone = timezoneOf(place);
  return {
    colo,
    country: place.country,
    ...(EU.includes(place.country) && { isEUCountry: '1' }),
    city: place.name,
    continent: continentOf(place.country),
    latitude: place.lat.toFixed(5),
    longitude: place.lon.toFixed(5),
    ...(timezone !== undefined && { timezone }),
    asn: ACCESS_ASN,
    asOrganization: 'Access network',
    httpProtocol: transport === 'quic' ? 'HTTP/3' : 'HTTP/2',
    requestPriority: transport === 'quic' ? '' : 'weight=16;exclusive=0;group=0;group-weight=0',
    tlsVersion: isOld ? 'TLSv1.2' : 'TLSv1.3',
    tlsCipher: isOld ? 'ECDHE-ECDSA-AES128-GCM-SHA256' : 'AEAD-AES128-GCM-SHA256',
    tlsClientAuth: NO_CERTIFICATE,
    edgeRequestKeepAliveStatus: 1,
  };
}
