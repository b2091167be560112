// The Worker that both arms run: it names its behaviours, runs the one that the URL asks for, and answers with what came of it.
import { borders } from './borders.js';
import { cachesGroup } from './caches.js';
import { clone } from './clone.js';
import { conversions } from './conversions.js';
import { crypto } from './crypto.js';
import { comingBack } from './coming-back.js';
import { d1 } from './d1.js';
import { encoding } from './encoding.js';
import { events } from './events.js';
import { fetching } from './fetch.js';
import { forms } from './forms.js';
import { gates } from './gates.js';
import { globals } from './globals.js';
import { headers } from './headers.js';
import { isolation } from './isolation.js';
import { keepsakes } from './keepsakes.js';
import { keys } from './keys.js';
import { listing } from './listing.js';
import { manners } from './manners.js';
import { missing } from './missing-values.js';
import { ownMembers } from './own-members.js';
import { particulars } from './particulars.js';
import { patches } from './patches.js';
import { pollution } from './pollution.js';
import { cacheArguments, databaseCounts, objectArguments } from './object-arguments.js';
import { objectSockets } from './object-sockets.js';
import { objectStorage } from './object-storage.js';
import { pipes } from './pipes.js';
import { pulls } from './pulls.js';
import { consume, queues } from './queues.js';
import { r2 } from './r2.js';
import { uploads } from './r2-uploads.js';
import { rateLimits } from './rate-limits.js';
import { Remote } from './remote.js';
import { rpc } from './rpc.js';
import { rewritingMore } from './rewriting-more.js';
import { rewriting } from './rewriting.js';
import { sockets } from './sockets.js';
import { standards } from './standards.js';
import { startup } from './startup.js';
import { storeArguments } from './store-arguments.js';
import { objectRefusals, storeRefusals } from './store-refusals.js';
import { stores } from './stores.js';
import { streamArguments } from './stream-arguments.js';
import { streams } from './streams.js';
import { timers } from './timers.js';
import { transforms } from './transforms.js';
import { turns } from './turns.js';
import { url } from './url.js';
import { waiting } from './waiting.js';

export { Fragile, Plain, Probe } from './probes.js';
export { Remote };

const GROUPS = {
  caches: { ...cachesGroup, ...cacheArguments, ...manners.caches, ...particulars.caching, ...turns.caching },
  clone: { ...clone, ...manners.clone, ...borders.clone },
  conversions: { ...conversions, ...streamArguments },
  crypto: { ...crypto, ...manners.crypto, ...missing.crypto },
  d1: { ...d1, ...databaseCounts, ...particulars.database, ...turns.database },
  encoding: { ...encoding, ...manners.encoding, ...standards.encoding },
  events: { ...events, ...manners.events, ...borders.events, ...turns.events },
  fetch: { ...fetching, ...manners.fetch, ...standards.fetching, ...missing.fetch },
  forms,
  gates: {
    ...gates,
    ...objectStorage,
    ...objectRefusals,
    ...objectArguments,
    ...particulars.objects,
    ...missing.gates,
    ...particulars.gates,
    ...turns.gates,
  },
  globals: { ...globals, ...borders.globals, ...missing.globals, ...ownMembers },
  headers,
  isolation: { ...isolation, ...manners.isolation, ...borders.isolation, ...keepsakes, ...turns.isolation },
  keys: { ...keys, ...borders.keys, ...standards.keys },
  patches,
  pollution,
  pipes: { ...pipes, ...pulls },
  r2: { ...r2, ...uploads },
  rpc: { ...rpc, ...waiting },
  rewriting: {
    ...rewriting,
    ...rewritingMore,
    ...manners.rewriting,
    ...borders.rewriting,
    ...turns.rewriting,
    ...particulars.rewriting,
  },
  sockets: { ...sockets, ...objectSockets, ...manners.sockets, ...borders.sockets },
  startup: { ...startup, ...borders.startup },
  stores: {
    ...stores,
    ...queues,
    ...rateLimits,
    ...storeRefusals,
    ...storeArguments,
    ...manners.stores,
    ...listing,
    ...missing.stores,
  },
  streams: { ...streams, ...manners.streams, ...borders.streams },
  timers: { ...timers, ...manners.timers, ...borders.timers },
  transforms,
  comingBack,
  url: { ...url, ...manners.url, ...standards.url },
};

/** Values that JSON has no words for are spelt out, so that they can be compared. */
function plain(key, value) {
  if (typeof value === 'undefined') return 'undefined';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0';
  if (value instanceof ArrayBuffer) return `bytes ${[...new Uint8Array(value)].join(' ')}`;
  if (value instanceof Uint8Array) return `bytes ${[...value].join(' ')}`;
  return value;
}

async function answer(run, request, env, ctx) {
  try {
    const value = await run({ request, env, ctx });
    return JSON.stringify({ value }, plain);
  } catch (error) {
    const name = typeof error === 'object' && error !== null ? error.name : typeof error;
    return JSON.stringify({ error: name, message: String(error?.message ?? error) });
  }
}

export default {
  queue: consume,
  async fetch(request, env, ctx) {
    const { searchParams } = new URL(request.url);
    const group = searchParams.get('group');
    if (group === null) {
      const names = Object.entries(GROUPS).map(([name, behaviours]) => [name, Object.keys(behaviours)]);
      return Response.json(Object.fromEntries(names));
    }
    const run = GROUPS[group]?.[searchParams.get('name')];
    if (run === undefined) return new Response('no such behaviour', { status: 404 });
    return new Response(await answer(run, request, env, ctx));
  },
};
