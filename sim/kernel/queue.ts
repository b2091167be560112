// The packed event queue: a heap when few events are pending, a timing wheel and a sorted run when many are; one total order (instant, key).
import { EventHeap } from './heap.ts';
import { EventRecords } from './events.ts';
import { LONGEST_RUN, SortedRun } from './sorted-run.ts';
import { TimingWheel } from './wheel.ts';

/** With fewer events the heap alone is faster than the wheel, so the wheel is used only beyond. */
const FEW_EVENTS = 256;

/** A slot that cannot become a run goes into the heap with at most this many events; a fuller one is spread over the level below. */
const SMALL_SLOT = 24;

/** Slots of the levels below this one span at most 65,536 us, so their events can become a run. */
const RUN_LEVELS = 3;

/**
 * Every event before `frontierUs` is in the heap or the run; the wheel holds only events at or after it. So the earlier one of the heap's and
 * the run's first is due when it lies before the frontier, ties included: the wheel needs no order within a slot.
 *
 * While the frontier is infinite the heap takes everything. When the heap is crowded the frontier is drawn back, and later events go to
 * the wheel; when the heap and the run have nothing before the frontier, the wheel's next slot is opened and the frontier moves to its end.
 */
export class PackedQueue {
  readonly records = new EventRecords(512);
  /** The instant of the event taken last. */
  takenUs = 0;
  private readonly heap = new EventHeap(512);
  private readonly run = new SortedRun(this.records);
  private readonly wheel = new TimingWheel(this.records);
  private frontierUs = Infinity;
  /** The wheel's base. */
  private baseUs = 0;
  /** Above this many events the heap is crowded. */
  private crowdSize = FEW_EVENTS;

  /** Number of pending events. */
  size(): number {
    return this.heap.size + this.run.size() + this.wheel.size;
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

  /** True when an event lies at or before `limitUs`, which must be finite; `take` may be called then. */
  ready(limitUs: number): boolean {
    const firstUs = this.firstUs();
    return firstUs < this.frontierUs ? firstUs <= limitUs : this.fetch(limitUs);
  }

  /** Takes the earliest event: returns its record and leaves its instant in `takenUs`. Only after `ready` said true. */
  take(): number {
    const { heap, run } = this;
    if (heap.size > 0) {
      const heapUs = heap.atUs[0] as number;
      if (heapUs < run.firstUs || (heapUs === run.firstUs && (heap.keys[0] as number) < run.firstKey())) {
        this.takenUs = heapUs;
        return heap.take();
      }
    }
    this.takenUs = run.firstUs;
    return run.take();
  }

  private firstUs(): number {
    const runUs = this.run.firstUs;
    if (this.heap.size === 0) return runUs;
    const heapUs = this.heap.atUs[0] as number;
    return heapUs < runUs ? heapUs : runUs;
  }

  private drawFrontierBack(): void {
    this.crowdSize = 2 * this.heap.size;
    this.frontierUs = this.baseUs + 1;
  }

  /** Opens slots of the wheel until the first event lies before the frontier, or until nothing lies within the limit. */
  private fetch(limitUs: number): boolean {
    const wheel = this.wheel;
    while (wheel.size > 0) {
      const firstUs = this.firstUs();
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
    this.frontierUs = Infinity;
    this.allowCrowd();
    return this.firstUs() <= limitUs;
  }

  /** Opens the slot found last: its events become the run, go into the heap, or go one level down. */
  private open(startUs: number): void {
    const wheel = this.wheel;
    const level = wheel.next.level;
    const count = wheel.nextCount();
    const spanUs = wheel.nextSpanUs();
    const first = wheel.takeNext();
    wheel.setBase(startUs);
    this.baseUs = startUs;
    this.frontierUs = startUs + spanUs;
    if (level < RUN_LEVELS && count <= LONGEST_RUN && this.run.size() === 0) {
      this.run.fill(first, count, startUs, level);
      this.allowCrowd();
    } else if (level === 0 || count <= SMALL_SLOT) {
      this.pile(first);
      this.allowCrowd();
    } else {
      this.frontierUs = startUs;
      wheel.spread(first);
    }
  }

  /** Adds a chain of records to the heap. */
  private pile(first: number): void {
    const { words, ints } = this.records;
    let id = first;
    while (id >= 0) {
      this.heap.push(words[id << 2] as number, words[(id << 2) + 1] as number, id);
      id = ints[(id << 3) + 7] as number;
    }
  }

  /** The heap is crowded only after it doubled, so that drawing the frontier back stays rare. */
  private allowCrowd(): void {
    this.crowdSize = Math.max(FEW_EVENTS, 2 * this.heap.size);
  }
}
