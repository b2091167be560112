// Lines of `antipode call` as people write them from memory, in the words of their schemas.
import { isJson, type Json, objectOf, ourWord, renamed, type Words, without } from './spelled.ts';

const LINE: Words = {
  url: ['uri', 'path'],
  headers: ['header'],
  bodyBase64: ['base64'],
  scheduled: ['schedule', 'cron'],
  queue: [],
  ws: ['websocket'],
  advance: ['advance_ms'],
};
const SCHEDULED: Words = { cron: ['expression', 'schedule'], scheduledTime: ['time'] };
const QUEUE: Words = { name: ['queue', 'queue_name'], messages: ['batch', 'message'] };
const MESSAGE: Words = { id: [], timestamp: [], attempts: [], body: [], bodyBase64: [] };
const SOCKET: Words = {
  url: ['uri', 'path'],
  headers: ['header'],
  messages: ['send', 'message'],
  cf: [],
  protocols: ['protocol'],
  close: [],
};

/** What a line is, where it says that by a word beside its fields. */
const KINDS: Words = {
  request: ['fetch', 'http'],
  scheduled: ['schedule', 'cron'],
  queue: [],
  ws: ['websocket'],
  advance: [],
  dump: [],
};

/** The same line in our words; what cannot be understood stays, for the schema to refuse. */
export function lineInOurWords(value: unknown): unknown {
  const given = unwrapped(value);
  if (!isJson(given)) return given;
  const line = renamed(given, LINE);
  if ('scheduled' in line) return { ...without(line, BESIDE_SCHEDULED), scheduled: scheduledOf(line) };
  if ('queue' in line) return { ...without(line, ['messages']), queue: queueOf(line) };
  if ('ws' in line) return { ...without(line, [...Object.keys(SOCKET), 'method']), ws: socketOf(line) };
  if ('advance' in line) return { ...line, advance: durationOf(line['advance']) };
  if ('dump' in line) return { ...line, dump: line['dump'] !== false };
  return requestOf(line);
}

/** What is null is not said, but a body may be null; JSON under a word of its own is a body. */
function requestOf({ json, ...line }: Json): unknown {
  const said = Object.fromEntries(
    Object.entries(line).filter(([key, one]) => one !== null || key === 'body'),
  );
  const body = json === undefined || 'body' in said ? {} : { body: json };
  const headers = typeof said['headers'] === 'string' ? { headers: linesOf(said['headers']) } : {};
  return { ...said, ...headers, ...body };
}

/** A request line or address alone, a line under its kind, or one that says its kind. */
function unwrapped(value: unknown): unknown {
  if (typeof value === 'string') {
    const [method, url] = /^[A-Z]+ \S+$/.test(value) ? value.split(' ') : ['GET', value];
    return { method, url };
  }
  if (!isJson(value)) return value;
  const { type, kind, request, fetch, ...rest } = value;
  const inner = request ?? fetch;
  if (inner !== undefined) return typeof inner === 'string' ? { url: inner } : inner;
  const said = ourWord(String(type ?? kind), KINDS);
  if (said === undefined || said in rest || 'url' in rest === (said !== 'request' && said !== 'ws'))
    return value;
  if (said === 'request') return rest;
  const [only] = Object.values(rest);
  return { [said]: said === 'advance' ? only : said === 'dump' ? true : rest };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function saidOf(given: Json): Json {
  return Object.fromEntries(Object.entries(given).filter(([, one]) => one !== null));
}

/** What stands beside `scheduled` and says more of it. */
const BESIDE_SCHEDULED = ['scheduledTime', 'time'];

function scheduledOf({ scheduled: given, scheduledTime, time }: Json): unknown {
  const beside = saidOf({ scheduledTime: scheduledTime ?? time ?? null });
  if (typeof given === 'string') return { ...beside, cron: given };
  if (given === true || given === null) return beside;
  return isJson(given) ? { ...beside, ...saidOf(renamed(given, SCHEDULED)) } : given;
}

/** A batch; its messages may stand alone, or beside the name of the queue. */
function queueOf({ queue: given, messages }: Json): unknown {
  if (Array.isArray(given)) return { messages: given.map(messageOf) };
  if (typeof given === 'string') return { name: given, messages: eachMessage(messages) };
  if (!isJson(given)) return given;
  const batch = saidOf(renamed(given, QUEUE));
  return { ...batch, messages: eachMessage(batch['messages']) };
}

/** Messages in a list; what is no list is the one of a batch. */
function eachMessage(messages: unknown): unknown {
  return messages === undefined ? undefined : [messages].flat().map(messageOf);
}

/** A message that says its fields; a number may be its id, and what is null is not said. */
function messageOf(given: unknown): unknown {
  if (!isJson(given)) return given;
  const fields = renamed(given, MESSAGE);
  if (!('body' in fields) && !('bodyBase64' in fields)) return given;
  const { body, id, ...others } = fields;
  return {
    ...saidOf(others),
    ...(id !== undefined && id !== null && { id: String(id) }),
    ...('body' in fields && { body }),
  };
}

/** A conversation; where it is opened may stand beside it. */
function socketOf({ ws: given, ...line }: Json): unknown {
  const said =
    typeof given === 'string' ? { url: given } : Array.isArray(given) ? { messages: given } : given;
  if (typeof said !== 'boolean' && said !== null && !isJson(said)) return given;
  const beside = Object.fromEntries(
    Object.keys(SOCKET).flatMap((key) => (key in line ? [[key, line[key]]] : [])),
  );
  const { url, close, messages, protocols, headers, ...rest } = saidOf({
    ...beside,
    ...renamed(objectOf(said), SOCKET),
  });
  return {
    ...rest,
    // Clients of WebSockets say ws: where the handler sees http:.
    ...(url !== undefined && { url: typeof url === 'string' ? url.replace(/^ws(?=s?:)/i, 'http') : url }),
    ...((headers !== undefined || protocols !== undefined) && { headers: withProtocols(headers, protocols) }),
    ...(messages !== undefined && { messages: [messages].flat().map(closingIn) }),
    ...(close !== undefined && close !== false && { close: closingOf(close) }),
  };
}

/** Header fields with the protocols that the client offers. */
function withProtocols(headers: unknown, protocols: unknown): unknown {
  if (protocols === undefined) return headers;
  const offered = ['sec-websocket-protocol', [protocols].flat().join(', ')];
  return Array.isArray(headers) ? [...headers, offered] : [...Object.entries(objectOf(headers)), offered];
}

/** What a client does among its messages. */
function closingIn(message: unknown): unknown {
  const [only, ...others] = isJson(message) ? Object.keys(message) : [];
  if (!isJson(message) || others.length > 0) return message;
  const said = only === undefined ? undefined : message[only];
  if (only === 'close' && (said === true || typeof said === 'number')) return { close: closingOf(said) };
  if (only === 'wait' || only === 'advance')
    return { wait: typeof said === 'number' ? `${said}ms` : durationOf(said) };
  return message;
}

function closingOf(given: unknown): unknown {
  if (given === true) return {};
  if (Array.isArray(given)) return { code: given[0], reason: given[1] };
  return typeof given === 'number' ? { code: given } : given;
}

/** Units of time by the letters that words for them begin with. */
const UNITS: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:ms|millis(?:econds?)?)$/, 'ms', 1],
  [/^s(?:ecs?|econds?)?$/, 's', 1000],
  [/^m(?:ins?|inutes?)?$/, 'min', 60_000],
  [/^h(?:rs?|ours?)?$/, 'h', 3_600_000],
  [/^d(?:ays?)?$/, 'd', 86_400_000],
];

/** One unit may stand by its name, or several behind each other; a text that is a number means milliseconds, as the number does. */
function durationOf(given: unknown): unknown {
  const [[name, count] = [], ...others] = isJson(given) ? Object.entries(given) : [];
  if (name !== undefined && others.length === 0) return durationOf(`${String(count)} ${name}`);
  if (typeof given !== 'string') return given;
  if (/^\d+$/.test(given)) return `${given}ms`;
  const parts = [...given.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)].map(([text, number, word = '']) => {
    const unit = UNITS.find(([words]) => words.test(word.toLowerCase()));
    return { text, unit: unit?.[1], number, ms: Number(number) * (unit?.[2] ?? Number.NaN) };
  });
  const isWhole =
    parts.map(({ text }) => text).join('') === given.replaceAll(/(?<=[a-z])\s+(?=\d)|^\s+|\s+$/gi, '');
  const ms = parts.reduce((sum, part) => sum + part.ms, 0);
  const [only] = parts;
  if (!isWhole || only === undefined || Number.isNaN(ms)) return given;
  return parts.length === 1 ? `${only.number}${only.unit}` : `${ms}ms`;
}
