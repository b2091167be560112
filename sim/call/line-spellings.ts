// Lines of `antipode call` as people write them from memory, in the words of their schemas.
import { isJson, type Json, objectOf, renamed, type Words, without } from './spelled.ts';

const LINE: Words = {
  url: ['uri', 'path'],
  headers: ['header'],
  bodyBase64: ['base64'],
  scheduled: ['schedule'],
  queue: [],
  ws: ['websocket'],
  advance: ['advance_ms'],
};
const SCHEDULED: Words = { cron: ['expression'], scheduledTime: ['time'] };
const QUEUE: Words = { name: ['queue', 'queue_name'], messages: ['batch'] };
const SOCKET: Words = { url: ['uri', 'path'], headers: ['header'], messages: ['send'], close: [] };

/** The same line in our words; what cannot be understood stays, for the schema to refuse. */
export function lineInOurWords(value: unknown): unknown {
  if (!isJson(value)) return value;
  const line = renamed(value, LINE);
  if ('scheduled' in line) return { ...line, scheduled: scheduledOf(line['scheduled']) };
  if ('queue' in line) return { ...without(line, ['messages']), queue: queueOf(line) };
  if ('ws' in line) return { ...without(line, ['url', 'headers', 'messages', 'method']), ws: socketOf(line) };
  if ('advance' in line) return { ...line, advance: durationOf(line['advance']) };
  // What is null is not said; a body may be null.
  return Object.fromEntries(Object.entries(line).filter(([key, one]) => one !== null || key === 'body'));
}

function scheduledOf(given: unknown): unknown {
  if (typeof given === 'string') return { cron: given };
  if (given === true || given === null) return {};
  return isJson(given) ? renamed(given, SCHEDULED) : given;
}

/** A batch; its messages may stand alone, or beside the name of the queue. */
function queueOf({ queue: given, messages }: Json): unknown {
  if (Array.isArray(given)) return { messages: given };
  if (typeof given === 'string') return { name: given, messages };
  return isJson(given) ? renamed(given, QUEUE) : given;
}

/** A conversation; where it is opened may stand beside it. */
function socketOf({ ws: given, url, headers, messages }: Json): unknown {
  const beside = {
    ...(url !== undefined && { url }),
    ...(headers !== undefined && { headers }),
    ...(messages !== undefined && { messages }),
  };
  if (Array.isArray(given)) return { ...beside, messages: given };
  if (typeof given !== 'string' && typeof given !== 'boolean' && !isJson(given)) return given;
  const said = typeof given === 'string' ? { url: given } : renamed(objectOf(given), SOCKET);
  const { url: address, close, ...rest } = { ...beside, ...said } as Json;
  return {
    ...rest,
    // Clients of WebSockets say ws: where the handler sees http:.
    ...(address !== undefined && {
      url: typeof address === 'string' ? address.replace(/^ws(?=s?:)/i, 'http') : address,
    }),
    ...(close !== undefined && { close: closingOf(close) }),
  };
}

function closingOf(given: unknown): unknown {
  if (given === true) return {};
  return typeof given === 'number' ? { code: given } : given;
}

/** Minutes may be an m; a text that is a number means milliseconds, as the number does. */
function durationOf(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  return /^\d+$/.test(given) ? `${given}ms` : given.replace(/(?<=\d) ?m$/, 'min');
}
