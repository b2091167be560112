// A hierarchical timing wheel (Varghese and Lauck, 1987) for the far events: constant time per event, however many are pending.
import type { EventRecords } from './events.ts';

/** 2^24: an instant is split into 28 high and 24 low bits, each an integer that bit operations can take. */
const LOW_RANGE = 16_777_216;

/** Microseconds a slot spans, by level; the last level has 16 slots, so that all levels span 2^52 microseconds. */
const SLOT_SPAN_US = [
  1,
  256,
  65_536,
  LOW_RANGE,
  LOW_RANGE * 256,
  LOW_RANGE * 65_536,
  LOW_RANGE * LOW_RANGE,
] as const;
const LEVELS = SLOT_SPAN_US.length;

/** What `findNext` found. */
export interface NextSlot {
  slot: number;
  level: number;
  startUs: number;
}

/**
 * Events lie in the slot named by the highest byte in which their instant differs from `base`: level 0 for the last byte, and so on.
 * Within a level every occupied slot lies after base's own byte, and all events of a level come before those of the next. So the first
 * occupied slot of the lowest occupied level holds the earliest events, and base may be moved to any instant before that slot.
 */
export class TimingWheel {
  /** Number of events in the wheel. */
  size = 0;
  private baseHigh = 0;
  private baseLow = 0;
  private readonly records: EventRecords;
  /** Per slot: first record (or -1) and number of records. */
  private readonly slots = new Int32Array(LEVELS * 256 * 2);
  /** One bit per slot: occupied. */
  private readonly occupied = new Int32Array(LEVELS * 8);
  /** Per level, one bit per word of `occupied`. */
  private readonly summary = new Int32Array(LEVELS);
  /** The earliest occupied slot, after `findNext`. */
  readonly next: NextSlot = { slot: 0, level: 0, startUs: 0 };

  constructor(records: EventRecords) {
    this.records = records;
    for (let slot = 0; slot < LEVELS * 256; slot++) this.slots[slot << 1] = -1;
  }

  /** Moves base to `atUs`, which must not be before base nor after the start of the earliest occupied slot. */
  setBase(atUs: number): void {
    this.baseHigh = (atUs / LOW_RANGE) | 0;
    this.baseLow = (atUs - this.baseHigh * LOW_RANGE) | 0;
  }

  /** Adds a record whose instant, which must not be before base, is already written in it. */
  insert(id: number, atUs: number): void {
    const high = (atUs / LOW_RANGE) | 0;
    const sameHigh = high === this.baseHigh;
    const part = sameHigh ? (atUs - high * LOW_RANGE) | 0 : high;
    const difference = part ^ (sameHigh ? this.baseLow : this.baseHigh);
    const byte = (31 - Math.clz32(difference | 1)) >> 3;
    const level = sameHigh ? byte : byte + 3;
    const slot = (level << 8) | ((part >> (byte << 3)) & 255);
    this.link(id, slot);
    this.size++;
  }

  /** Spreads the records of a slot that was taken over lower levels; base must be that slot's start. */
  spread(first: number): void {
    const { words, ints } = this.records;
    let id = first;
    while (id >= 0) {
      const after = ints[(id << 3) + 7] as number;
      this.insert(id, words[id << 2] as number);
      id = after;
    }
  }

  private link(id: number, slot: number): void {
    const slots = this.slots;
    const entry = slot << 1;
    const head = slots[entry] as number;
    this.records.ints[(id << 3) + 7] = head;
    slots[entry] = id;
    slots[entry + 1] = (slots[entry + 1] as number) + 1;
    if (head < 0) {
      const word = slot >> 5;
      this.occupied[word] = (this.occupied[word] as number) | (1 << (slot & 31));
      this.summary[word >> 3] = (this.summary[word >> 3] as number) | (1 << (word & 7));
    }
  }

  /** Finds the earliest occupied slot and describes it in `next`; the wheel must not be empty. */
  findNext(): void {
    let level = 0;
    while (this.summary[level] === 0) level++;
    const word = (level << 3) | lowestBit(this.summary[level] as number);
    const slot = (word << 5) | lowestBit(this.occupied[word] as number);
    const byte = level < 3 ? level : level - 3;
    const base = level < 3 ? this.baseLow : this.baseHigh;
    const part = (base & (-256 << (byte << 3))) | ((slot & 255) << (byte << 3));
    this.next.slot = slot;
    this.next.level = level;
    this.next.startUs = level < 3 ? this.baseHigh * LOW_RANGE + part : part * LOW_RANGE;
  }

  /** Microseconds that the slot described in `next` spans. */
  nextSpanUs(): number {
    return SLOT_SPAN_US[this.next.level] as number;
  }

  /** Number of records in the slot described in `next`. */
  nextCount(): number {
    return this.slots[(this.next.slot << 1) + 1] as number;
  }

  /** Empties the slot described in `next` and returns its first record; the others follow by link. */
  takeNext(): number {
    const slot = this.next.slot;
    const first = this.slots[slot << 1] as number;
    this.size -= this.slots[(slot << 1) + 1] as number;
    this.slots[slot << 1] = -1;
    this.slots[(slot << 1) + 1] = 0;
    const word = slot >> 5;
    const rest = (this.occupied[word] as number) & ~(1 << (slot & 31));
    this.occupied[word] = rest;
    if (rest === 0) this.summary[slot >> 8] = (this.summary[slot >> 8] as number) & ~(1 << (word & 7));
    return first;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
