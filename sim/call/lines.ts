// The lines that `antipode call` reads and answers, as zod schemas: every mistake in them is told in the same words.
import * as z from 'zod';
import { bindingsSchema } from './bindings.ts';
import { headers, pairs } from './line-headers.ts';

/** Methods that clients write in capitals whatever their callers write (WHATWG Fetch, section 2.2.1). */
const CAPITALS = /^(?:delete|get|head|options|post|put)$/i;

const method = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'a method, without spaces' })
  .default('GET')
  .transform((text) => (CAPITALS.test(text) ? text.toUpperCase() : text));

const url = z
  .string({ error: 'a url' })
  .refine(isAddress, { error: 'an http or https url, or a path of the site' })
  .describe('Absolute, or a path of the site.');

function isAddress(text: string): boolean {
  const base = 'http://site.test/';
  return URL.canParse(text, base) && /^https?:$/.test(new URL(text, base).protocol);
}

const cf = z.record(z.string(), z.unknown()).describe('Fields of request.cf that differ.');

/** A request of a user. */
export const requestLine = z.object({
  method,
  url,
  headers: headers.optional(),
  body: z
    .unknown()
    .optional()
    .describe('Text; anything else is sent as JSON. Without a content-type the body gets the one that fits.'),
  bodyBase64: z.base64().optional().describe('Bytes, in place of body.'),
  cf: cf.optional(),
});

const instant = z.union([z.number(), z.string()]).describe('Milliseconds since 1970, or a date.');

const message = z.object({
  id: z.string().optional(),
  timestamp: instant.optional(),
  attempts: z.number().int().min(1).default(1),
  body: z.unknown().optional(),
  bodyBase64: z.base64().optional().describe('Bytes, in place of body.'),
});

function asMessage(given: unknown): unknown {
  const isMessage = typeof given === 'object' && given !== null && ('body' in given || 'bodyBase64' in given);
  return isMessage ? given : { body: given };
}

const closing = z.strictObject({
  code: z.number().int().default(1000),
  reason: z.string().default(''),
});

/** What a client says: a text, bytes, or anything else as its JSON. */
const said = z.union([
  z.string(),
  z.strictObject({ base64: z.base64() }),
  z.strictObject({ bodyBase64: z.base64() }).transform(({ bodyBase64 }) => ({ base64: bodyBase64 })),
  z.strictObject({ wait: z.string().describe('A pause, such as 15s.') }),
  z.strictObject({ close: closing }),
  z.json().transform((value) => JSON.stringify(value)),
]);

/** Something else than a request: each kind of line has one key of its own. */
export const eventLines = {
  scheduled: z.object({
    cron: z.string().default('* * * * *'),
    scheduledTime: instant.optional(),
  }),
  queue: z.object({
    name: z.string().default('queue'),
    messages: z
      .array(z.preprocess(asMessage, message))
      .describe(
        '{ id, timestamp, attempts, body }; bodyBase64 in place of body for bytes; anything without a body is one itself.',
      ),
  }),
  ws: z.object({
    url: url.default('/'),
    headers: headers.optional(),
    cf: cf.optional(),
    messages: z
      .array(said)
      .default([])
      .describe(
        'What the client says, 100 ms apart; { base64 } for bytes, { wait } for a pause, { close: { code, reason } } to end.',
      ),
    close: closing
      .prefault({})
      .describe('How the client closes, one second after its last message, when the handler has not.'),
  }),
  advance: z
    .union(
      [
        z.string(),
        z
          .number()
          .min(0)
          .transform((ms) => `${ms}ms`),
      ],
      {
        error: 'a duration such as 61s, or a number of milliseconds',
      },
    )
    .describe('By how much virtual time moves on, such as 61s; a number stands for milliseconds.'),
  dump: z.literal(true, { error: 'true' }).describe('Shows what the bindings hold.'),
} as const;

/** Any line: a request, or an object with one of the other keys. */
export const callLine = z.union([
  z.strictObject({ scheduled: eventLines.scheduled }),
  z.strictObject({ queue: eventLines.queue }),
  z.strictObject({ ws: eventLines.ws }),
  z.strictObject({ advance: eventLines.advance }),
  z.strictObject({ dump: eventLines.dump }),
  requestLine,
]);
export type CallLine = z.output<typeof callLine>;

export type RequestLine = z.output<typeof requestLine>;
export type SocketLine = z.output<typeof eventLines.ws>;

const operation = z.object({
  verb: z.string(),
  args: z.array(z.unknown()),
  startMs: z.number().describe('Virtual milliseconds since the request left its user.'),
  endMs: z.number().nullable().describe('When the answer was back; null when nobody waited for it.'),
});
const phase = z.object({ kind: z.string(), startMs: z.number(), endMs: z.number(), note: z.string() });

/** What became of one request. */
export const requestAnswer = z.object({
  status: z.number().int(),
  statusText: z.string(),
  headers: pairs.describe(
    'By name, as clients list them; each Set-Cookie for itself, in the order in which they came.',
  ),
  body: z.string().optional().describe('The body when it is text, unpacked as clients do.'),
  bodyBase64: z.string().optional().describe('The body when it is not.'),
  ops: z.array(operation),
  console: z.array(z.string()),
  cpuMs: z.number().describe('From the profile of the handler, else measured on this machine.'),
  outcome: z.string().describe('ok, exception, exceededCpu, exceededMemory or hung.'),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
  timing: z.object({
    pop: z.string(),
    rttMs: z.number(),
    ttfbMs: z.number(),
    totalMs: z.number(),
    cold: z.boolean(),
    phases: z.array(phase),
  }),
});
export type RequestAnswer = z.output<typeof requestAnswer>;

/** What became of an event, of time that moved on, and what bindings hold. */
export const eventAnswer = z.object({
  outcome: z.string(),
  detail: z.unknown().optional().describe('What the handler decided: noRetry, or ack and retry by message.'),
  ops: z.array(operation),
  console: z.array(z.string()),
  cpuMs: z.number(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
/** What came of a WebSocket; without one, the response that came in its stead. */
export const socketAnswer = z.object({
  status: z.number().int(),
  messages: z
    .array(z.union([z.string(), z.strictObject({ base64: z.string() })]))
    .describe('All that the client heard.'),
  closed: z
    .object({ code: z.number(), reason: z.string() })
    .nullable()
    .describe('How the handler closed; null when it did not.'),
  body: z.string().optional(),
  bodyBase64: z.string().optional(),
  console: z.array(z.string()),
  outcome: z.string(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type SocketAnswer = z.output<typeof socketAnswer>;
export const advanceAnswer = z.object({ advanced: z.string(), nowMs: z.number() });
export const dumpAnswer = z.object({
  kv: z.record(z.string(), z.record(z.string(), z.unknown())),
  d1: z.record(z.string(), z.record(z.string(), z.array(z.record(z.string(), z.json())))),
  r2: z.record(z.string(), z.record(z.string(), z.json())),
  stores: z
    .record(z.string(), z.record(z.string(), z.json()))
    .optional()
    .describe('By binding: what further stores hold by key, or of a SQL database the rows of each table.'),
  durableObjects: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .optional()
    .describe('By binding and object (its name, else its id): what its storage holds by key.'),
  objectTables: z
    .record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.record(z.string(), z.json())))))
    .optional()
    .describe('By binding and object: the rows of its SQL tables; bytes are in base64, under "bytes".'),
});
/** A line that could not be understood. */
export const lineError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().describe('What was expected, what was found, and the nearest word.'),
    line: z.number().int().describe('Its number, from 1.'),
  }),
});

export type EventAnswer = z.output<typeof eventAnswer>;
export type CallAnswer =
  | RequestAnswer
  | EventAnswer
  | SocketAnswer
  | z.output<typeof advanceAnswer>
  | z.output<typeof dumpAnswer>;

/** The JSON Schema of lines, answers and the bindings file: what `antipode schema call` prints. */
export function callJsonSchema(): Record<string, unknown> {
  const answers = z.union([requestAnswer, eventAnswer, socketAnswer, advanceAnswer, dumpAnswer, lineError]);
  return {
    title: 'antipode call',
    line: z.toJSONSchema(callLine, { io: 'input' }),
    answer: z.toJSONSchema(answers),
    bindings: z.toJSONSchema(bindingsSchema, { io: 'input' }),
  };
}
