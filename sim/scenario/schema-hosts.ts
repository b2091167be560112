// The part of the scenario schema about what handlers ask of others: declared hosts and bound services.
import * as z from 'zod';
import { platforms } from '../platforms/index.ts';
import { duration, nameOf, quantity, refuse, text, wholeNumber } from './fields.ts';
import { regionName } from './schema-arms.ts';

/** Largest body that a scenario may describe by its size. */
const LARGEST_BODY_BYTES = 100_000_000;

const status = wholeNumber('a status', { lowest: 200, highest: 599 });
const latency = duration({ lowest: 0, highest: 600_000, words: 'from 0s to 10min' });
const size = quantity('size', { lowest: 0, highest: LARGEST_BODY_BYTES, words: 'from 0B to 100MB' });
const vars = z
  .record(z.string(), text('a text; quote numbers'), { error: 'a mapping of names to texts' })
  .default({});

const headers = z
  .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'a header name' }), text('a header value'), {
    error: 'a mapping of header names to values',
  })
  .default({});

const answerFields = {
  status: status.default(200).describe('Status of the answer.'),
  headers,
  body: text('a body').optional().describe('Text of the answer.'),
  size: size.optional().describe('Size of the answer when its content does not matter.'),
  latency: latency.prefault('0ms').describe('How long the host works on it, besides the way there and back.'),
};

const route = z
  .strictObject({
    path: z
      .string({ error: 'a path that begins with /' })
      .regex(/^\/\S*$/, { error: 'a path that begins with / and holds no spaces' })
      .describe('A path, or the beginning of paths when it ends with *.'),
    method: text('a method').optional().describe('The only method that it answers; all when absent.'),
    ...answerFields,
  })
  .superRefine(bodyOrSize);

/** Platforms that run code in a region and have no cache before it. */
const REGIONAL = Object.values(platforms)
  .filter(({ runsAt, httpCache }) => runsAt === 'region' && !httpCache)
  .map(({ name }) => name);

/** A host that handlers may fetch from. */
export const hostSchema = z
  .strictObject({
    region: regionName.describe('Where the host stands.'),
    handler: text('a path').optional().describe('A handler module that runs there as a Node server.'),
    vars: vars.describe('Texts in the env of its handler.'),
    platform: nameOf('platform', REGIONAL)
      .optional()
      .describe(
        'What its handler runs on in that region; every arm that calls it pays for it. A Node server of others, and not billed, when absent.',
      ),
    routes: z
      .array(route, { error: 'a list of routes' })
      .max(1000)
      .optional()
      .describe('What it answers; the first route that fits, 404 when none does.'),
    ...answerFields,
  })
  .superRefine((host, context) => {
    bodyOrSize(host, context);
    const ways = [host.handler, host.routes].filter((way) => way !== undefined).length;
    if (ways > 1) refuse(context, { expected: 'either "handler" or "routes"' });
    if (host.platform !== undefined && host.handler === undefined)
      refuse(context, { expected: 'a "handler" beside "platform"' });
    const answers = host.body !== undefined || host.size !== undefined;
    if (ways > 0 && answers)
      refuse(context, { expected: 'no "body" or "size" beside "handler" or "routes"' });
  })
  .meta({
    description: 'A host: a handler, a table of routes, or one answer for everything by latency and size.',
    examples: [{ region: 'aws:eu-west-1', latency: '30ms', size: '12KiB' }],
  });

/** Another handler, bound in env. */
export const serviceSchema = z
  .union(
    [
      text('a path').transform((handler) => ({
        handler,
        vars: {},
        copies: null,
        entrypoint: undefined,
        props: undefined,
      })),
      z.strictObject({
        handler: text('a path'),
        vars: vars.describe('Texts in its env.'),
        entrypoint: text('the name of an export')
          .optional()
          .describe('Which export of the module answers; the default one when absent.'),
        props: z
          .record(z.string(), z.json(), { error: 'a mapping of names to values' })
          .optional()
          .describe('What that export finds as ctx.props.'),
        copies: wholeNumber('a number of copies', { lowest: 1, highest: 10_000 })
          .nullable()
          .default(null)
          .describe(
            'So many handlers of their own with the same code, bound as NAME0, NAME1 and so on: as many customers.',
          ),
      }),
    ],
    { error: 'the path of a handler module, or a mapping with "handler"' },
  )
  .describe('A handler that others call as env.NAME.fetch().');

/** The name of a host as URLs have it, or * for every other host. */
export const hostName = z.string().regex(/^(\*|[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?)$/, {
  error: 'a host name in small letters such as api.example.com, or "*" for every other host',
});

function bodyOrSize(
  answer: { body?: string | undefined; size?: number | undefined },
  context: Parameters<typeof refuse>[0],
): void {
  if (answer.body !== undefined && answer.size !== undefined)
    refuse(context, { expected: 'either "body" or "size"' });
}
