// The packed event queue: a heap for the near events, a timing wheel for the far ones, one total order (instant, key).
import { EventHeap } from './heap.ts';
import { EventRecords } from './events.ts';
import { TimingWheel } from './wheel.ts';

/** With fewer events the heap alone is faster than the wheel, so the wheel is used only beyond (test/bench/kernel.ts). */
const FEW_EVENTS = 256;

/** A slot with at most this many events goes into the heap whole; a fuller one is first spread over the slots of the level below. */
const SMALL_SLOT = 24;

/**
 * Every event before `frontierUs` is in the heap; the wheel holds only events at or after it. So the heap's first event is due when it
 * lies before the frontier, and the heap alone decides the order, ties included: the wheel needs no order within a slot.
 */
export class PackedQueue {
  readonly records = new EventRecords(512);
  readonly heap = new EventHeap(512);
  private readonly wheel = new TimingWheel(this.records);
  private frontierUs = Infinity;
  /** Above this many events in the heap, the frontier is drawn back to base, so that later events go to the wheel. */
  private crowdSize = FEW_EVENTS;
  private baseUs = 0;

  /** Number of pending events. */
  size(): number {
    return this.heap.size + this.wheel.size;
  }

  /** Adds an event. */
  push(atUs: number, key: number, tag: number, a: number, b: number): void {
    const id = this.records.take(tag, a, b);
    if (atUs < this.frontierUs) {
      this.heap.push(atUs, key, id);
      if (this.heap.size > this.crowdSize) this.drawFrontierBack();
    } else {
      this.records.words[id << 2] = atUs;
      this.records.words[(id << 2) + 1] = key;
      this.wheel.insert(id, atUs);
    }
  }

  /** True when an event lies at or before `limitUs`; it is then the heap's first. */
  ready(limitUs: number): boolean {
    const heap = this.heap;
    if (heap.size > 0) {
      const firstUs = heap.atUs[0] as number;
      if (firstUs < this.frontierUs) return firstUs <= limitUs;
    }
    return this.wheel.size > 0 ? this.fetch(limitUs) : this.rest(limitUs);
  }

  /** Without far events, the heap takes everything. */
  private rest(limitUs: number): boolean {
    this.frontierUs = Infinity;
    this.crowdSize = Math.max(FEW_EVENTS, 2 * this.heap.size);
    return this.heap.size > 0 && (this.heap.atUs[0] as number) <= limitUs;
  }

  private drawFrontierBack(): void {
    this.crowdSize = 2 * this.heap.size;
    this.frontierUs = this.baseUs + 1;
  }

  /** Opens slots of the wheel until the heap's first event lies before the frontier or nothing lies within the limit. */
  private fetch(limitUs: number): boolean {
    const heap = this.heap;
    const wheel = this.wheel;
    while (wheel.size > 0) {
      const firstUs = heap.size > 0 ? (heap.atUs[0] as number) : Infinity;
      if (firstUs < this.frontierUs) return firstUs <= limitUs;
      wheel.findNext();
      const startUs = wheel.next.startUs;
      if (firstUs < startUs) {
        if (firstUs > limitUs) return false;
        this.frontierUs = startUs;
        return true;
      }
      if (startUs > limitUs) return false;
      this.open(startUs);
    }
    return heap.size > 0 && (heap.atUs[0] as number) <= limitUs;
  }

  /** Moves the slot found last into the heap when it is small, one level down when it is not. */
  private open(startUs: number): void {
    const wheel = this.wheel;
    const small = wheel.next.level === 0 || wheel.nextCount() <= SMALL_SLOT;
    this.frontierUs = small ? startUs + wheel.nextSpanUs() : startUs;
    const first = wheel.takeNext();
    wheel.setBase(startUs);
    this.baseUs = startUs;
    if (!small) wheel.spread(first);
    else this.pile(first);
  }

  /** Adds a chain of records to the heap. */
  private pile(first: number): void {
    const heap = this.heap;
    const { words, ints } = this.records;
    let id = first;
    while (id >= 0) {
      heap.push(words[id << 2] as number, words[(id << 2) + 1] as number, id);
      id = ints[(id << 3) + 7] as number;
    }
    this.crowdSize = Math.max(FEW_EVENTS, 2 * heap.size);
  }
}
