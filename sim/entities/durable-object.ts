// A Durable Object as the engine holds it: where it lives, its present life in memory with gate and outbox, its alarm and its sockets.
import type { StorePlan } from '../plan.ts';
import type { CallEmission } from '../runtime/types.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { Wake } from './wake.ts';
import type { Compute } from './compute.ts';
import type { IsolateHost } from './isolate-host.ts';
import type { Failure, HandlerCall, RunsAt } from './handler-call.ts';

/** The objects of one class in one arm. */
export interface ObjectNamespace {
  readonly className: string;
  readonly compute: Compute;
  readonly store: ArmStore;
  readonly plan: NonNullable<StorePlan['object']>;
  /** By id. */
  readonly objects: Map<string, DurableObject>;
}

/** A stretch in which nobody is let in but what the stretch itself waits for. */
export interface Section {
  readonly number: number;
  readonly parent: Section | null;
  /** It has been asked for, and has not begun. */
  begins: boolean;
  closed: boolean;
}

/** One stay in memory, from its construction until it sleeps or is reset; state of the instance belongs to it. */
export interface ObjectLife {
  readonly object: DurableObject;
  readonly host: IsolateHost;
  ended: boolean;
  /** Why it is about to end, and what those who wait for it get; null while it is whole. */
  broken: Failure | null;
  /** The innermost section under way. */
  open: Section | null;
  sections: number;
  /** Sections that have been asked for and have not ended, by number. */
  readonly blocks: Map<number, Section>;
  /** The section to which the code that runs now belongs. */
  current: Section | null;
  /** A piece of code is in its event loop; the next one is let in when it has ended. */
  running: boolean;
  /** The constructor has not run yet: nobody else is let in. */
  constructing: boolean;
  /** What waits to be let in; sections that wait to begin come before everything else. */
  readonly waiting: Wake[];
  readonly beginning: Wake[];
  /** By operation: the section in which it was asked for, and its answer is let in. */
  readonly sectionOf: Map<number, Section>;
  /** Until when the writes made so far are durable; what leaves the object waits for that. */
  durableUs: number;
  readonly outbox: { readonly dueUs: number; readonly call: HandlerCall; readonly emission: CallEmission }[];
  /** What the alarm was when each transaction under way began, the innermost last. */
  readonly alarms: (Alarm | null)[];
  /** Sockets with listeners of their own, which keep the object awake. */
  plainSockets: number;
  /** When something came for it last. */
  calledUs: number;
  /** Since when something has kept it awake; null while it could sleep. */
  busySinceUs: number | null;
}

/** When an alarm rings, and how often its handler has failed. */
export interface Alarm {
  readonly atUs: number;
  readonly retries: number;
}

/** A socket that an object keeps while it sleeps. */
export interface KeptSocket {
  readonly tags: readonly string[];
  attachment: string | null;
  answeredAtMs: number | null;
  closedHere: boolean;
  closedThere: boolean;
}

/** One object: the only one of its id in the world. */
export interface DurableObject {
  readonly namespace: ObjectNamespace;
  readonly id: string;
  readonly name: string | undefined;
  readonly jurisdiction: string | undefined;
  /** Where it was placed by its first caller; it never moves. */
  readonly at: RunsAt;
  life: ObjectLife | null;
  /** How many of its lives have ended by a failure, and by which the last; null before the first. */
  resets: number;
  lastReset: Failure | null;
  /** Calls since the present second began. */
  readonly second: { fromUs: number; calls: number };
  alarm: Alarm | null;
  /** By number in the trial. */
  readonly sockets: Map<number, KeptSocket>;
  autoResponse: { readonly request: string; readonly response: string } | null;
}

/** A class is one namespace, under however many names it is bound. */
export function createNamespaces(
  stores: ReadonlyMap<string, ArmStore>,
  computes: ReadonlyMap<string, Compute>,
): Map<string, ObjectNamespace> {
  const namespaces = new Map<string, ObjectNamespace>();
  for (const store of stores.values()) {
    const plan = store.plan.object;
    const compute = computes.get(plan?.className ?? '');
    if (plan === undefined || compute === undefined || namespaces.has(plan.className)) continue;
    const { className } = plan;
    namespaces.set(className, { className, compute, store, plan, objects: new Map() });
  }
  return namespaces;
}

/** Lets a piece of code in, or keeps it waiting: one runs at a time, and it must belong to the innermost section. */
export function letIn(life: ObjectLife, wake: Wake): boolean {
  if (!admits(life, wake)) {
    life.waiting.push(wake);
    return false;
  }
  enter(life, wake);
  return true;
}

/** The next piece of code that may run now that the last one has ended; null when all wait. */
export function nextIn(life: ObjectLife): Wake | null {
  life.running = false;
  for (const list of [life.beginning, life.waiting]) {
    const at = list.findIndex((wake) => admits(life, wake));
    const [wake] = at < 0 ? [] : list.splice(at, 1);
    if (wake === undefined) continue;
    enter(life, wake);
    return wake;
  }
  return null;
}

function admits(life: ObjectLife, { call, section }: Wake): boolean {
  if (life.running || life.broken !== null) return false;
  if (life.constructing) return call.input.kind === 'construct';
  // A section that begins is let in by the one in which it was asked for.
  const around = section !== null && section.begins ? section.parent : section;
  return openAncestor(around) === life.open;
}

function enter(life: ObjectLife, { section }: Wake): void {
  life.running = true;
  life.constructing = false;
  if (section !== null && section.begins) {
    section.begins = false;
    life.open = section;
  }
  life.current = openAncestor(section);
}

/** A section that has ended hands what it asked for on to the one around it. */
export function openAncestor(section: Section | null): Section | null {
  let at = section;
  while (at !== null && at.closed) at = at.parent;
  return at;
}
