// The file of `--bindings` as a zod schema: what a handler finds in `env`, and what that holds at the start.
import * as z from 'zod';
import { headers } from './line-headers.ts';

/** A value of a namespace: a text, a text with metadata, or any other JSON, which is held as its text. */
const entry = z
  .union([
    z.string(),
    z.strictObject({ value: z.string(), metadata: z.json().optional() }),
    z.json().transform((value) => JSON.stringify(value)),
  ])
  .transform((held) => (typeof held === 'string' ? { value: held, metadata: undefined } : held));

/** What a namespace holds: values by key, or a list of entries with their keys. */
const namespace = z.union([
  z.record(z.string(), entry),
  z
    .array(z.object({ key: z.string(), value: z.string(), metadata: z.json().optional() }))
    .transform((list) =>
      Object.fromEntries(list.map(({ key, value, metadata }) => [key, { value, metadata }])),
    ),
]);

/** What a bucket holds. */
const texts = z.record(z.string(), z.string());
const bucket = z.record(
  z.string(),
  z
    .union([
      z.string(),
      z.strictObject({ value: z.string(), httpMetadata: texts.optional(), customMetadata: texts.optional() }),
    ])
    .transform((held) => (typeof held === 'string' ? { value: held } : held)),
);

/** A queue: seconds and counts as wrangler has them. */
const queueFields = z.strictObject({
  name: z.string().optional(),
  maxBatchSize: z.number().int().min(1).max(100).optional(),
  maxBatchTimeout: z.number().min(0).max(60).optional(),
  maxRetries: z.number().int().min(0).max(100).optional(),
  retryDelay: z.number().min(0).max(43_200).optional(),
  deadLetterQueue: z.string().optional(),
});

/** Statements that make what a database holds. */
const sqlSeed = z.union([z.string(), z.array(z.string())]).transform((sql) => [sql].flat());

/** The file of `--bindings`. */
export const bindingsSchema = z.strictObject({
  kv: z
    .union([
      z
        .array(z.string())
        .transform((names): Record<string, z.output<typeof namespace>> =>
          Object.fromEntries(names.map((name) => [name, {}])),
        ),
      z.record(z.string(), namespace),
    ])
    .prefault({})
    .describe('Namespaces by binding, with what they hold: a text, or { value, metadata }.'),
  d1: z
    .union([
      z.array(z.string()).transform((names) => Object.fromEntries(names.map((name) => [name, ['']]))),
      z.record(z.string(), sqlSeed),
    ])
    .prefault({})
    .describe('SQL databases by binding, with the statements that make what they hold: a text, or a list.'),
  r2: z
    .union([
      z
        .array(z.string())
        .transform((names): Record<string, z.output<typeof bucket>> =>
          Object.fromEntries(names.map((name) => [name, {}])),
        ),
      z.record(z.string(), bucket),
    ])
    .prefault({})
    .describe(
      'Buckets by binding, with their objects by key: a text, or { value, httpMetadata, customMetadata }.',
    ),
  queues: z
    .union([
      z
        .array(z.string())
        .transform((names): Record<string, z.output<typeof queueFields>> =>
          Object.fromEntries(names.map((name) => [name, {}])),
        ),
      z.record(z.string(), queueFields),
    ])
    .prefault({})
    .describe('Queues by binding; their messages call the handler, as time moves on.'),
  rateLimits: z
    .record(
      z.string(),
      z.strictObject({ limit: z.number().min(0), period: z.union([z.literal(10), z.literal(60)]) }),
    )
    .default({})
    .describe('Rate limits by binding: so many calls of a key in a period of 10 or 60 seconds.'),
  durableObjects: z
    .record(
      z.string(),
      z.union([z.string(), z.object({ className: z.string() }).transform(({ className }) => className)]),
    )
    .default({})
    .describe('Classes of Durable Objects by binding; the handler exports them.'),
  vars: z.record(z.string(), z.json()).default({}).describe('Values in env.'),
  secrets: z.record(z.string(), z.string()).default({}).describe('Texts in env that are nobody’s business.'),
  services: z
    .record(
      z.string(),
      z.union([
        z.string().transform((handler) => ({ handler, vars: {}, entrypoint: undefined, props: undefined })),
        z.strictObject({
          handler: z.string(),
          vars: z.record(z.string(), z.json()).default({}),
          entrypoint: z.string().optional(),
          props: z.record(z.string(), z.json()).optional(),
        }),
      ]),
    )
    .default({})
    .describe(
      'Handler modules by binding, relative to this file: a path, or { handler, entrypoint, props, vars }.',
    ),
  cache: z
    .record(
      z.string(),
      z.object({
        status: z.number().int().default(200),
        headers: headers.optional(),
        body: z.string().default(''),
      }),
    )
    .default({})
    .describe('Responses that caches.default holds, by URL; they need a Cache-Control to be kept.'),
});
export type Bindings = z.output<typeof bindingsSchema>;
