// A client's side of a WebSocket: says what its line says, at a steady pace, and hears what comes back.
import type { Journey } from '../entities/journey-state.ts';
import { SimError } from '../errors.ts';
import { wayUs } from '../object-life.ts';
import { later } from '../operations/answer.ts';
import type { SocketSignal } from '../runtime/types.ts';
import { readQuantity } from '../scenario/quantity.ts';
import { takeClientEnd } from '../sockets.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { World } from '../world.ts';
import type { SocketAnswer, SocketLine } from './lines.ts';

/** Between two messages, and after the last one before the client closes; in virtual time. */
const PAUSE_US = 100 * US_PER_MS;
const PATIENCE_US = US_PER_SECOND;

/** Holds the whole conversation; `run` lets virtual time move on by so much. */
export function converse(
  world: World,
  journey: Journey,
  line: SocketLine,
  run: (us: number) => void,
): Pick<SocketAnswer, 'messages' | 'closed'> {
  const { call, response } = journey;
  const messages: SocketAnswer['messages'] = [];
  let closed: SocketAnswer['closed'] = null;
  const socket = world.sockets.get(response?.socket ?? '');
  if (call === null || socket === undefined) return { messages, closed };
  const oneWayUs = Math.floor(journey.rttUs / 2) + wayUs(world, call.at, socket.at);
  const tell = takeClientEnd(world, response?.socket ?? '', (signal) =>
    later(world, call, oneWayUs, () => {
      if (signal.kind === 'close') closed ??= { code: signal.code, reason: signal.reason };
      else messages.push(shown(signal.body));
    }),
  );
  const say = (signal: SocketSignal): void => later(world, call, oneWayUs, () => tell?.(call, signal));
  let ending = line.close;
  for (const message of line.messages) {
    if (closed !== null) break;
    if (typeof message === 'object' && 'close' in message) {
      ending = message.close;
      break;
    }
    if (typeof message === 'object' && 'wait' in message) {
      run(waitUs(message.wait));
      continue;
    }
    const body =
      typeof message === 'string' ? message : new Uint8Array(Buffer.from(message.base64, 'base64'));
    say({ kind: 'message', body });
    run(PAUSE_US);
  }
  run(PATIENCE_US + 2 * oneWayUs);
  const { code, reason } = closed ?? ending;
  say({ kind: 'close', code, reason });
  run(PATIENCE_US + 2 * oneWayUs);
  return { messages, closed };
}

function shown(body: string | Uint8Array): SocketAnswer['messages'][number] {
  if (typeof body === 'string') return body;
  return { base64: Buffer.from(body).toString('base64') };
}

function waitUs(text: string): number {
  const reading = readQuantity('duration', text);
  if (reading.ok && reading.value >= 0) return Math.round(reading.value * US_PER_MS);
  throw new SimError('E_USAGE', `wait: expected a duration such as 15s, found "${text}"`);
}
