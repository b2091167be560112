// The one definition of scenario files: type, checks, editor help and reference page all follow from it.
import * as z from 'zod';
import { NETWORKS } from '../../topology/place.ts';
import { duration, nameOf, number, quantity, refuse, share, text, wholeNumber } from './fields.ts';
import { routingMeanings, routingNames } from '../routing/index.ts';
import { armSchema, regionName, storeSchema } from './schema-arms.ts';
import { hostName, hostSchema, serviceSchema } from './schema-hosts.ts';
import { arrivalsSchema } from './schema-arrivals.ts';
import { requestSchema, usersSchema } from './schema-workload.ts';
import { cableExpectation } from './words.ts';

const LONGEST_WINDOW = { lowest: 0, highest: 30 * 86_400_000, words: 'from 0s to 30d' };
/** Simulated Cloudflare-scale traffic of one application stays far below. */
const HIGHEST_RATE_PER_SECOND = 1_000_000;

const sessions = z
  .strictObject({
    requests: number('a mean number of requests', { lowest: 1, highest: 10_000 })
      .default(4)
      .describe('Mean requests per session (geometric, at least one).'),
    thinkTime: duration({ lowest: 0, highest: 86_400_000, words: 'from 0s to 1d' })
      .prefault('10s')
      .describe('Mean pause between two requests of a session (exponential).'),
    roaming: share().prefault('0%').describe('Share of sessions that move to another PoP half-way.'),
  })
  .describe('How users come back.');

const network = z
  .strictObject({
    pops: nameOf('PoP network', NETWORKS).default('cloudflare').describe('Network of points of presence.'),
    mainlandChina: z
      .boolean({ error: 'true or false (not yes or no)' })
      .default(false)
      .describe('Whether the partner sites in mainland China take part.'),
    routing: nameOf('routing policy', routingNames)
      .default('anycast')
      .describe(`How users reach a PoP. ${routingMeanings}.`),
    pinnedTo: text('a PoP or a region')
      .optional()
      .describe(
        'For routing: pinned. A PoP by its code, or a region by its id, which means the PoP nearest to it.',
      ),
    transport: nameOf('transport', ['tcp-tls1.3', 'tcp-tls1.2', 'quic'])
      .default('tcp-tls1.3')
      .describe('Decides the round trips of a new connection.'),
    keepAlive: duration({ lowest: 0, highest: 86_400_000, words: 'from 0s to 1d' })
      .prefault('60s')
      .describe('How long an idle connection is kept.'),
    bandwidth: quantity('bandwidth', {
      lowest: 0,
      aboveLowest: true,
      highest: 1_000_000,
      words: 'above 0Mbps and up to 1000Gbps',
    })
      .prefault('50Mbps')
      .describe('Access bandwidth for bodies after slow start.'),
    measured: text('a path')
      .optional()
      .describe(
        'A CSV of measured round trips that override the model, relative to this file: src, dst, rtt_ms, and if wanted spread_ms, profile and by; or a matrix.',
      ),
  })
  .describe('How users reach servers.');

const fault = z
  .strictObject({
    cut: text('a cable')
      .optional()
      .describe('A cable, a group of cables, or a link by its two hubs, that is cut.'),
    close: text('a site').optional().describe('A PoP by its code, or a region by its id, that is closed.'),
    from: duration(LONGEST_WINDOW).describe('When it begins, in simulated time.'),
    to: duration(LONGEST_WINDOW).describe('When it is mended.'),
  })
  .superRefine((value, context) => {
    if ((value.cut === undefined) === (value.close === undefined))
      refuse(context, { expected: 'either "cut" (a cable) or "close" (a site)' });
    if (value.to <= value.from)
      refuse(context, { expected: 'an end after the beginning "from"', path: ['to'] });
    const unknown = value.cut === undefined ? undefined : cableExpectation(value.cut);
    if (unknown !== undefined) refuse(context, { ...unknown, path: ['cut'] });
  })
  .meta({
    description: 'Something that breaks for a while.',
    examples: [{ cut: 'Red Sea', from: '1min', to: '2min' }],
  });

const purge = z
  .strictObject({
    at: duration(LONGEST_WINDOW).describe('When it is issued, in simulated time.'),
    url: text('an address').optional().describe('A whole address, or a path of the own host.'),
    tag: text('a tag').optional().describe('A tag of the header Cache-Tag or the option cacheTags.'),
    prefix: text('the beginning of an address')
      .optional()
      .describe('The beginning of addresses from the host on, such as app.example/news.'),
    everything: z.literal(true, { error: 'true' }).optional().describe('Every copy.'),
  })
  .superRefine(({ at: _at, ...what }, context) => {
    if (Object.values(what).filter((one) => one !== undefined).length !== 1)
      refuse(context, { expected: 'one of "url", "tag", "prefix" and "everything"' });
  })
  .meta({
    description: 'A purge of the HTTP caches, sent from the arm’s region to every PoP.',
    examples: [{ at: '2min', tag: 'prices' }],
  });

const jwt = z
  .strictObject({
    secret: text('a secret').describe('HS256 secret with which {jwt} is signed.'),
    issuer: text('an issuer').default('antipode').describe('The claim "iss" of {jwt}.'),
  })
  .describe('Makes {jwt} usable in requests: a token of the user who sends it.');

const armName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, {
  error: 'a short name of small letters, digits and hyphens that begins with a letter',
});
const bindingName = z.string().regex(/^[A-Za-z_]\w{0,62}$/, {
  error: 'a name that code can use: letters, digits and underscores',
});

/** The zod schema of a scenario file; its input is the YAML, its output has numbers in base units. */
export const scenarioSchema = z
  .strictObject({
    title: text('a title').describe('One line that heads every report.'),
    question: text('a question').default('').describe('What the run shall answer.'),
    window: duration({ ...LONGEST_WINDOW, aboveLowest: true, words: 'above 0s and up to 30d' })
      .prefault('4min')
      .describe('Simulated time in which requests are counted.'),
    warmup: duration(LONGEST_WINDOW)
      .prefault('0s')
      .describe(
        'Simulated time before the window, counted in nothing; 0s shows the time just after a deploy.',
      ),
    rate: quantity('rate', {
      lowest: 0,
      aboveLowest: true,
      highest: HIGHEST_RATE_PER_SECOND,
      words: 'above 0/s and up to 1000000/s',
    })
      .optional()
      .describe('Mean requests per second over all users, over the whole world; a trace says it by itself.'),
    handler: text('a path')
      .default('handler.ts')
      .describe('The handler module of every arm, relative to this file.'),
    users: usersSchema.prefault({}),
    arrivals: arrivalsSchema.prefault({}),
    sessions: sessions.prefault({}),
    network: network.prefault({}),
    faults: z
      .array(fault, { error: 'a list of faults' })
      .max(100)
      .default([])
      .describe('What breaks, and when.'),
    purges: z
      .array(purge, { error: 'a list of purges' })
      .max(100)
      .default([])
      .describe('Purges of the HTTP caches, and when.'),
    jwt: jwt.optional(),
    vars: z
      .record(bindingName, text('a text; quote numbers'), { error: 'a mapping of names to texts' })
      .default({})
      .describe('Texts that handlers see in env.'),
    requests: z
      .array(requestSchema, { error: 'a list of requests' })
      .min(1, { error: 'at least one request' })
      .max(1000, { error: 'at most 1000 kinds of request' })
      .describe('The mix of requests.'),
    stores: z
      .record(bindingName, storeSchema, { error: 'a mapping of binding names to stores' })
      .default({})
      .describe('Data stores by the name under which handlers see them in env.'),
    origin: z
      .strictObject({
        region: regionName.default('aws:us-east-1').describe('Where the origin stands.'),
        handler: text('a path')
          .optional()
          .describe('Handler of the origin: it answers what handlers at PoPs fetch from the own host.'),
      })
      .prefault({})
      .describe('The origin region, and what runs there behind the PoPs.'),
    hosts: z
      .record(hostName, hostSchema, { error: 'a mapping of host names to hosts' })
      .default({})
      .describe('Hosts that handlers fetch from; "*" stands for every other one.'),
    services: z
      .record(bindingName, serviceSchema, { error: 'a mapping of binding names to handlers' })
      .default({})
      .describe('Handlers that others call as env.NAME.fetch(), at the same site.'),
    arms: z
      .record(armName, armSchema, { error: 'a mapping of arm names to arms' })
      .refine((arms) => Object.keys(arms).length > 0, { error: 'at least one arm' })
      .refine((arms) => Object.keys(arms).length <= 16, { error: 'at most 16 arms' })
      .describe('What is compared: the same requests, served in different ways.'),
    baseline: text('the name of an arm')
      .optional()
      .describe('The arm that others are compared with; the first when absent.'),
    thresholds: z
      .array(text('a threshold such as "edge.ttfb.p95 < 120ms"'), { error: 'a list of thresholds' })
      .max(200)
      .default([])
      .describe('What must hold; a run that fails one ends with exit code 4.'),
    realm: nameOf('kind of realm', ['shared', 'isolate'])
      .default('shared')
      .describe(
        'Where isolates run: together in one realm whose classes and prototypes are frozen, or each in a realm of its own, for code that changes them; a run then takes several times as long.',
      ),
    sampledWrites: wholeNumber('a number of writes', { lowest: 0, highest: 10_000 })
      .default(60)
      .describe('How many writes per trial are followed to every PoP.'),
    limits: z
      .strictObject({
        events: wholeNumber('a number of events', { lowest: 1, highest: 1e12 })
          .default(200_000_000)
          .describe('Events of one trial.'),
        operationsPerRequest: wholeNumber('a number of operations', { lowest: 1, highest: 1_000_000 })
          .default(10_000)
          .describe('Operations that one request may make.'),
      })
      .prefault({})
      .describe('Where a run stops instead of going on for ever.'),
  })
  .describe(
    'A scenario of antipode: who asks, from where, for what, and the ways of serving that are compared.',
  );

/** A checked scenario: defaults filled in, quantities as numbers in base units. */
export type Scenario = z.output<typeof scenarioSchema>;

/** The JSON Schema (2020-12) of scenario files, as committed in scenario.schema.json. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(scenarioSchema, { io: 'input' }), title: 'antipode scenario' };
}
