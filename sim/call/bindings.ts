// The file of `--bindings` as a zod schema: what a handler finds in `env`, and what that holds at the start.
import * as z from 'zod';
import { storeKinds } from '../stores/index.ts';
import { headers } from './line-headers.ts';
import { tablesAsSql } from './table-seed.ts';

/** Content of a key: a text, or bytes in base64. */
export interface Content {
  readonly value: string;
  readonly isBase64?: true;
}

const bytes = z
  .union([z.strictObject({ base64: z.base64() }), z.strictObject({ bodyBase64: z.base64() })])
  .transform((given): Content => ({
    value: 'base64' in given ? given.base64 : given.bodyBase64,
    isBase64: true,
  }));
const text = z.string().transform((value): Content => ({ value }));
const content = z.union([text, bytes], { error: 'a text, or { base64 }' });

/** Stores that handlers reach by an address in `env`, and those of CloudFront. */
const FURTHER_KINDS = Object.values(storeKinds)
  .filter(({ binding }) => binding === 'url' || binding === 'kvs')
  .map(({ name }) => name);

/** What is said of a value beside itself; times in seconds, as `put` takes them. */
const entryDetails = {
  metadata: z.json().optional(),
  expiration: z.number().optional(),
  expirationTtl: z.number().optional(),
};

/** A value of a namespace: a text, bytes, either with details, or any other JSON, which is held as its text. */
const entry = z.union([
  content,
  z
    .strictObject({ value: content, ...entryDetails })
    .transform(({ value, ...details }) => ({ ...value, ...details })),
  z.json().transform((value) => ({ value: JSON.stringify(value) })),
]);
export type Entry = Content & z.output<z.ZodObject<typeof entryDetails>>;

const namespace = z.record(z.string(), entry);

const texts = z.record(z.string(), z.string());
const objectDetails = { httpMetadata: texts.optional(), customMetadata: texts.optional() };
const object = z.union(
  [
    content,
    z
      .strictObject({ value: content, ...objectDetails })
      .transform(({ value, ...details }) => ({ ...value, ...details })),
  ],
  { error: 'a text, { base64 }, or { value, httpMetadata, customMetadata }' },
);

/** What a bucket holds. */
const bucket = z.record(z.string(), object, { error: 'objects by key' });

/** A queue: seconds and counts as wrangler has them. */
const queue = z.strictObject({
  name: z.string().optional(),
  maxBatchSize: z.number().int().min(1).max(100).optional(),
  maxBatchTimeout: z.number().min(0).max(60).optional(),
  maxRetries: z.number().int().min(0).max(100).optional(),
  retryDelay: z.number().min(0).max(43_200).optional(),
  deadLetterQueue: z.string().optional(),
});

/** Statements that make what a database holds, also under names of one's own (`schema`, `seed`), or its tables with their rows. */
const statements = z.union([z.string().transform((sql) => [sql]), z.array(z.string())]);
const rows = z.array(z.record(z.string(), z.json()));
const database = z.union(
  [
    statements,
    z.record(z.string(), z.union([statements, rows])).transform((parts) => {
      const isRows = (part: unknown[]): part is z.output<typeof rows> => typeof part[0] === 'object';
      const entries = Object.entries(parts);
      const tables = entries.flatMap(([name, part]) => (isRows(part) ? [[name, part] as const] : []));
      const sql = entries.flatMap(([, part]) => (isRows(part) ? [] : part));
      return [...sql, ...tablesAsSql(Object.fromEntries(tables))];
    }),
  ],
  { error: 'statements as a text, as a list, or in parts, or rows by table' },
);

/** A class of objects, and what the storage of some of them holds by key. */
const storage = z.record(z.string(), z.record(z.string(), z.json())).default({});
const objects = z.union(
  [
    z.string().transform((className) => ({ className, storage: {} })),
    z.strictObject({ className: z.string(), storage }),
  ],
  { error: 'the name of a class, or { className, storage }' },
);

/** Code itself is no path: it goes in a file of its own. */
const path = z.string().refine((text) => !/\n|=>|\bexport\b/.test(text));
const service = z.union(
  [
    path.transform((handler) => ({ handler, vars: {}, entrypoint: undefined, props: undefined })),
    z.strictObject({
      handler: path.optional().describe('The handler that is called, where this is left out.'),
      vars: z.record(z.string(), z.json()).default({}),
      entrypoint: z.string().optional(),
      props: z.record(z.string(), z.json()).optional(),
    }),
  ],
  { error: 'the path of a handler module, or { handler, entrypoint, props, vars }' },
);

const cached = z.object({
  status: z.number().int().default(200),
  headers: headers.optional(),
  body: z.string().default(''),
  bodyBase64: z.base64().optional(),
});

/** The file of `--bindings`. */
export const bindingsSchema = z.strictObject({
  kv: z
    .record(z.string(), namespace)
    .default({})
    .describe(
      'Namespaces by binding, with what they hold: a text, { base64 }, or { value, metadata, expiration, expirationTtl }.',
    ),
  d1: z
    .record(z.string(), database)
    .default({})
    .describe(
      'SQL databases by binding, with what they hold: statements as a text, a list, or parts by names of your own, or rows by table; the path of a file or folder of .sql stands for what is in it.',
    ),
  r2: z
    .record(z.string(), bucket)
    .default({})
    .describe(
      'Buckets by binding, with their objects by key: a text, { base64 }, or { value, httpMetadata, customMetadata }.',
    ),
  queues: z
    .record(z.string(), queue)
    .default({})
    .describe('Queues by binding; their messages call the handler, as time moves on.'),
  rateLimits: z
    .record(
      z.string(),
      z.strictObject({ limit: z.number().min(0), period: z.union([z.literal(10), z.literal(60)]) }),
    )
    .default({})
    .describe('Rate limits by binding: so many calls of a key in a period of 10 or 60 seconds.'),
  durableObjects: z
    .record(z.string(), objects)
    .default({})
    .describe(
      'Classes of Durable Objects by binding, which the handler exports: a name, or { className, storage } with what objects hold by their names and keys.',
    ),
  stores: z
    .record(
      z.string(),
      z.strictObject({
        kind: z.enum(FURTHER_KINDS),
        holds: z.record(z.string(), entry).default({}),
        sql: database.optional(),
      }),
    )
    .default({})
    .describe(
      `Further stores by binding: { kind, holds } with values by key, or { kind, sql }; kinds: ${FURTHER_KINDS.join(', ')}.`,
    ),
  vars: z.record(z.string(), z.json()).default({}).describe('Values in env.'),
  secrets: z.record(z.string(), z.string()).default({}).describe('Texts in env that are nobody’s business.'),
  services: z
    .record(z.string(), service)
    .default({})
    .describe(
      'Handler modules by binding, relative to this file: a path, or { handler, entrypoint, props, vars }.',
    ),
  cache: z
    .record(z.string(), cached)
    .refine((held) => Object.keys(held).every((url) => /^https?:\/\/./.test(url) && URL.canParse(url)), {
      error: 'responses of caches.default by their URLs',
    })
    .default({})
    .describe(
      'Responses that caches.default holds, by URL; for ever, where they say nothing of how long they are fresh.',
    ),
});
export type Bindings = z.output<typeof bindingsSchema>;
