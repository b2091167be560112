// Sockets between handlers and those who hold their other ends: who is told what, after which way.
import type { DurableObject } from './entities/durable-object.ts';
import type { HandlerCall } from './entities/handler-call.ts';
import type { ClientEnd, Socket } from './entities/socket.ts';
import { EVENT, journeyKey } from './events.ts';
import { callObject, wayUs } from './object-life.ts';
import { later } from './operations/answer.ts';
import type { Emission, SocketSignal } from './runtime/types.ts';
import { US_PER_MS } from './units.ts';
import { Wake } from './entities/wake.ts';
import type { World } from './world.ts';

type SocketEmission = Extract<Emission, { kind: 'socket' }>;

/** A response hands out a socket: remembered under its name, until somebody takes the other end. */
export function socketHandedOut(world: World, call: HandlerCall, name: string): void {
  if (world.sockets.has(name)) return;
  if (!name.startsWith('call:')) return;
  world.sockets.set(name, {
    holder: { kind: 'call', name, call },
    at: call.at,
    client: null,
    unheard: [],
    closed: false,
    left: false,
  });
  if (call.life !== null) call.life.plainSockets++;
}

/** An object keeps a socket under a number of the trial. */
export function socketKept(world: World, object: DurableObject, tags: readonly string[]): number {
  const number = ++world.counters.sockets;
  object.sockets.set(number, {
    tags,
    attachment: null,
    answeredAtMs: null,
    closedHere: false,
    closedThere: false,
  });
  const holder = { kind: 'object', number, object } as const;
  world.sockets.set(`object:${number}`, {
    holder,
    at: object.at,
    client: null,
    unheard: [],
    closed: false,
    left: false,
  });
  return number;
}

/** Somebody takes the other end of a socket; gives what they say by. */
export function takeClientEnd(
  world: World,
  name: string,
  client: ClientEnd,
): ((call: HandlerCall, signal: SocketSignal) => void) | null {
  const socket = world.sockets.get(name);
  if (socket === undefined) return null;
  socket.client = client;
  for (const signal of socket.unheard.splice(0)) client(signal);
  return (call, signal) => toHandler(world, socket, call, signal);
}

/** The code did something with a socket. */
export function socketSpoke(world: World, call: HandlerCall, emission: SocketEmission): void {
  const socket = world.sockets.get(emission.socket);
  if (socket === undefined) return;
  const signal: SocketSignal | null =
    emission.name === 'message'
      ? { kind: 'message', body: emission.body }
      : emission.name === 'close'
        ? { kind: 'close', code: emission.code, reason: emission.reason }
        : null;
  if (!emission.socket.startsWith('op:')) {
    if (signal !== null) toClient(world, socket, signal);
    return;
  }
  if (signal !== null) {
    if (signal.kind === 'close' && !socket.left) {
      socket.left = true;
      closedByCall(call);
    }
    const afterUs = wayUs(world, call.at, socket.at);
    later(world, call, afterUs, () => toHandler(world, socket, call, signal));
    return;
  }
  (call.taken ??= []).push(emission.socket);
  if (call.life !== null) call.life.plainSockets++;
  // The asking code accepts the socket itself: what the other side says is told to it, after the way between them.
  takeClientEnd(world, emission.socket, (said) =>
    later(world, call, wayUs(world, socket.at, call.at), () => tellCall(world, call, emission.socket, said)),
  );
}

/** A call has ended and is forgotten; sockets that it had taken break off once what the same piece of code said by them is on its way. */
export function leaveSockets(world: World, call: HandlerCall, names: readonly string[]): void {
  call.taken = null;
  later(world, call, 0, () => {
    world.callById.delete(call.id);
    for (const name of names) socketLost(world, call, name);
  });
}

/** The code that held the other end of a socket is gone, without a word unless it has closed it. */
function socketLost(world: World, call: HandlerCall, name: string): void {
  const socket = world.sockets.get(name);
  if (socket === undefined) return;
  world.sockets.delete(name);
  socket.client = () => {};
  if (socket.left) return;
  later(world, call, wayUs(world, call.at, socket.at), () =>
    toHandler(world, socket, call, { kind: 'close', code: 1006, reason: '' }),
  );
}

function toClient(world: World, socket: Socket, signal: SocketSignal): void {
  const { holder } = socket;
  if (signal.kind === 'close') {
    socket.closed = true;
    if (holder.kind === 'object') closed(holder.object, holder.number, 'closedHere');
    else closedByCall(holder.call);
  }
  if (socket.client === null) socket.unheard.push(signal);
  else socket.client(signal);
}

/** Something has arrived where the handler's end of a socket is. */
function toHandler(world: World, socket: Socket, from: HandlerCall, signal: SocketSignal): void {
  const { holder } = socket;
  if (holder.kind === 'call') {
    tellCall(world, holder.call, holder.name, signal);
    return;
  }
  const { object, number } = holder;
  const kept = object.sockets.get(number);
  if (kept === undefined || kept.closedThere) return;
  const { autoResponse } = object;
  if (signal.kind === 'message' && autoResponse !== null && signal.body === autoResponse.request) {
    // The platform answers in the object's stead; an object that sleeps sleeps on.
    kept.answeredAtMs = world.plan.epochMs + Math.floor(world.kernel.nowUs() / US_PER_MS);
    toClient(world, socket, { kind: 'message', body: autoResponse.response });
    return;
  }
  const eventJson = JSON.stringify(eventOf(number, signal));
  const kind = signal.kind === 'message' ? 'webSocketMessage' : 'webSocketClose';
  if (signal.kind === 'close') closed(object, number, 'closedThere');
  callObject(world, object, {
    journey: from.journey,
    input: { kind, eventJson },
    reply: { responded: () => {}, failed: () => {} },
  });
}

function eventOf(socket: number, signal: SocketSignal): object {
  if (signal.kind === 'close') {
    // Without a code the peer reports 1005, and the connection has still ended in order.
    return { socket, code: signal.code, reason: signal.reason, wasClean: signal.code !== 1006 };
  }
  const { body } = signal;
  const said = typeof body === 'string' ? { text: body } : { bytes: Buffer.from(body).toString('base64url') };
  return { socket, ...said, code: 0, reason: '', wasClean: true };
}

/** Wakes a call with what a socket of its own said. */
function tellCall(world: World, call: HandlerCall, name: string, signal: SocketSignal): void {
  const { host, journey } = call;
  if (host === null || (call.life?.ended ?? false)) return;
  host.pending++;
  const wake = new Wake(call);
  wake.heard = { socket: name, signal };
  const slot = world.wakes.add(wake);
  const key = journeyKey(journey.id, journey.nextEvent());
  world.kernel.schedule(world.kernel.nowUs(), key, EVENT.answered, slot, 0);
}

function closedByCall({ life }: HandlerCall): void {
  if (life !== null) life.plainSockets--;
}

/** A socket that both ends have closed is forgotten once its hook can no longer ask for it. */
function closed(object: DurableObject, number: number, side: 'closedHere' | 'closedThere'): void {
  const kept = object.sockets.get(number);
  if (kept !== undefined) kept[side] = true;
}
