// The part of the scenario schema about what is compared: arms, their platforms and their stores.
import * as z from 'zod';
import { platformNames } from '../platforms/index.ts';
import { PLATFORM_OPTIONS } from '../platforms/options.ts';
import { HANDLER_STYLES } from '../runtime/handler-style.ts';
import { JURISDICTION_HOMES, OBJECT_HINTS } from '../stores/durable-objects-figures.ts';
import { storeKinds, storeNames } from '../stores/index.ts';
import { RATE_LIMIT_PERIODS_S } from '../stores/rate-limit.ts';
import { nameOf, refuse, text, wholeNumber } from './fields.ts';
import { optionsOf } from './option-fields.ts';
import { regionIds } from './words.ts';

/** The id of a cloud region. */
export const regionName = nameOf('region', regionIds).meta({
  id: 'Region',
  description: 'A cloud region, provider:region.',
});

const seed = z
  .strictObject({
    key: text('a key').optional().describe('{n} counts from 0 to count - 1.'),
    count: wholeNumber('a number of entries', { lowest: 1, highest: 10_000_000 }).default(1),
    value: text('a value (text)').optional().describe('{n} counts from 0 to count - 1.'),
    sql: text('SQL statements')
      .optional()
      .describe('For a SQL database, in place of key and value: statements that run count times; {n} too.'),
  })
  .superRefine(({ key, value, sql }, context) => {
    const entry = key !== undefined && value !== undefined && sql === undefined;
    const statements = key === undefined && value === undefined && sql !== undefined;
    if (!entry && !statements) refuse(context, { expected: 'a key with its value, or sql alone' });
  })
  .transform(({ key = '', value = '', sql, count }) => ({ key, count, value: sql ?? value }))
  .describe('Entries that the store holds before the first request.');

const withReplicas = storeNames.filter((name) => storeKinds[name]?.hasReplicas === true).join(' and ');

const storeFields = {
  kind: nameOf('store', storeNames).describe('What kind of store it is.'),
  home: regionName.optional().describe('Region of its central copy; the origin region when absent.'),
  name: text('a name')
    .optional()
    .describe('Of a queue, as its consumer sees it; the name of the binding when absent.'),
  deadLetter: text('the name of a queue binding')
    .optional()
    .describe('Of a queue: where messages go that were delivered often enough; lost when absent.'),
  seed: z.array(seed, { error: 'a list of entries' }).max(1000).optional(),
  replicas: z
    .array(regionName, { error: 'a list of regions such as [aws:eu-west-1]' })
    .max(30, { error: 'at most 30 regions' })
    .optional()
    .describe(`For ${withReplicas}: further regions that hold a copy for reads; none when absent.`),
  class: text('the name of a class')
    .optional()
    .describe('For durable-objects: the class that the handler exports.'),
  hint: nameOf('location hint', OBJECT_HINTS)
    .optional()
    .describe('For durable-objects: where objects live when the code gives no locationHint.'),
  jurisdiction: nameOf('jurisdiction', Object.keys(JURISDICTION_HOMES))
    .optional()
    .describe('For durable-objects: where objects must live when the code gives no jurisdiction.'),
  options: optionsOf(Object.values(storeKinds).map((kind) => kind.options))
    .optional()
    .describe('Values of the store that differ from its defaults.'),
};

/** A data store, the same for every arm that does not say otherwise. */
export const storeSchema = z
  .strictObject(storeFields)
  .superRefine((store, context) => {
    refuseForeignOptions(store, context);
    refuseForeignFields(store, context);
    if (storeKinds[store.kind]?.binding === 'object' && store.class === undefined)
      refuse(context, { expected: 'the key "class", such as class: Counter', path: ['kind'] });
  })
  .describe('A data store.');

const armStore = z
  .strictObject(storeFields)
  .partial()
  .superRefine((store, context) => {
    refuseForeignOptions(store, context);
    refuseForeignFields(store, context);
  });

/** One way to serve the requests. */
export const armSchema = z
  .strictObject({
    platform: nameOf('platform', platformNames).describe('What runs the handler.'),
    region: regionName
      .optional()
      .describe('Region of the origin of this arm; the origin region when absent.'),
    handler: text('a path').optional().describe('Another handler module for this arm.'),
    style: nameOf('handler style', HANDLER_STYLES)
      .optional()
      .describe(
        'How the handler is called, in place of the platform’s own way: fetch, node (a request listener), function-url, a trigger of Lambda@Edge or of CloudFront Functions.',
      ),
    stores: z
      .record(z.string(), armStore, { error: 'a mapping of binding names to stores' })
      .default({})
      .describe('What differs in this arm from the stores of the scenario.'),
    vars: z
      .record(z.string(), text('a text; quote numbers'), { error: 'a mapping of names to texts' })
      .default({})
      .describe('Further texts in env, or other values for them.'),
    options: optionsOf([PLATFORM_OPTIONS])
      .prefault({})
      .describe('Values of the platform that differ from its defaults.'),
  })
  .meta({ description: 'One thing that is compared.', examples: [{ platform: 'cloudflare-workers' }] });

const OBJECT_FIELDS = ['class', 'hint', 'jurisdiction'] as const;
/** Objects live where their first caller is, and hold what their code has written. */
const OTHER_FIELDS = ['home', 'seed'] as const;

/** Fields that mean nothing to the kind of store. */
function refuseForeignFields(
  store: Readonly<
    Partial<
      Record<(typeof OBJECT_FIELDS | typeof OTHER_FIELDS)[number] | 'kind' | 'options' | 'replicas', unknown>
    >
  >,
  context: Parameters<typeof refuse>[0],
): void {
  const { kind } = store;
  if (typeof kind !== 'string' || storeKinds[kind] === undefined) return;
  const { binding, hasReplicas } = storeKinds[kind];
  const foreign = [
    ...(binding === 'object' || binding === 'ratelimit' ? OTHER_FIELDS : []),
    ...(binding === 'object' ? [] : OBJECT_FIELDS),
    ...(hasReplicas === true ? [] : (['replicas'] as const)),
  ];
  for (const field of foreign)
    if (store[field] !== undefined)
      refuse(context, { expected: `no "${field}", which means nothing to ${kind}`, path: [field] });
  refuseOtherPeriods(store.options, binding === 'ratelimit', context);
}

function refuseOtherPeriods(options: unknown, limits: boolean, context: Parameters<typeof refuse>[0]): void {
  const period = (options as Readonly<Record<string, number>> | undefined)?.['periodSeconds'];
  if (!limits || period === undefined || RATE_LIMIT_PERIODS_S.includes(period)) return;
  refuse(context, { expected: RATE_LIMIT_PERIODS_S.join(' or '), path: ['options', 'periodSeconds'] });
}

/** An option of one kind of store means nothing to another. */
function refuseForeignOptions(
  store: { kind?: string | undefined; options?: Record<string, number> | undefined },
  context: Parameters<typeof refuse>[0],
): void {
  const { kind, options = {} } = store;
  const table = kind === undefined ? undefined : storeKinds[kind]?.options;
  if (table === undefined) return;
  if (Object.keys(options).every((name) => Object.hasOwn(table, name))) return;
  const known = Object.keys(table).length === 0 ? 'which has none' : Object.keys(table).join(', ');
  refuse(context, { expected: `options of ${kind}, ${known}`, path: ['options'] });
}
