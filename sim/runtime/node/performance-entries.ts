// Marks and measures of time: what code notes of itself under nodejs_compat, kept by the isolate.

const INTERNAL: unique symbol = Symbol('entry');

interface EntryOptions {
  readonly detail?: unknown;
  readonly startTime?: unknown;
}

interface MeasureOptions {
  readonly detail?: unknown;
  readonly start?: unknown;
  readonly end?: unknown;
  readonly duration?: unknown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function missing(what: string, position: number, type: string): TypeError {
  return new TypeError(`Failed to ${what} parameter ${position} is not of type '${type}'.`);
}

/** Names a class as the platform does, whatever the bundler calls it, and has its members listed. */
function published<C extends { readonly prototype: object }>(name: string, target: C): C {
  Object.defineProperty(target, 'name', { value: name, configurable: true });
  Object.defineProperty(target.prototype, Symbol.toStringTag, { value: name, configurable: true });
  return target;
}

/** Something that was noted: when, and for how long. */
export const PerformanceEntry = published(
  'PerformanceEntry',
  class {
    readonly #name: string;
    readonly #entryType: string;
    readonly #startTime: number;
    readonly #duration: number;

    constructor(key?: unknown, name = '', entryType = '', startTime = 0, duration = 0) {
      if (key !== INTERNAL) throw new TypeError('Illegal constructor');
      this.#name = name;
      this.#entryType = entryType;
      this.#startTime = startTime;
      this.#duration = duration;
    }

    get name(): string {
      return this.#name;
    }
    get entryType(): string {
      return this.#entryType;
    }
    get startTime(): number {
      return this.#startTime;
    }
    get duration(): number {
      return this.#duration;
    }

    toJSON(): object {
      const { name, entryType, startTime, duration } = this;
      return { name, entryType, startTime, duration };
    }
  },
);
type Entry = InstanceType<typeof PerformanceEntry>;

/** An entry with whatever was given along. */
class Detailed extends PerformanceEntry {
  #detail: unknown = null;

  static noteOn(entry: Detailed, detail: unknown): void {
    if (detail === undefined || detail === null) return;
    if (!isObject(detail))
      throw new TypeError(
        "Incorrect type for the 'detail' field on 'Options': the provided value is not of type 'JsObject'.",
      );
    entry.#detail = detail;
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): object {
    return { ...super.toJSON(), ...(this.#detail !== null && { detail: this.#detail }) };
  }
}

/** A moment. */
export const PerformanceMark = published(
  'PerformanceMark',
  class extends Detailed {
    constructor(name?: unknown, options?: EntryOptions) {
      if (arguments.length === 0) throw missing("construct 'PerformanceMark': constructor", 1, 'string');
      const { startTime, detail } = options ?? {};
      super(INTERNAL, String(name), 'mark', startTime === undefined ? performance.now() : Number(startTime));
      Detailed.noteOn(this, detail);
    }
  },
);

/** The time between two moments. */
export const PerformanceMeasure = published(
  'PerformanceMeasure',
  class extends Detailed {
    constructor(key: unknown, name: string, start: number, duration: number, detail: unknown) {
      super(key, name, 'measure', start, duration);
      Detailed.noteOn(this, detail);
    }
  },
);

/** All that was noted, in order; each isolate evaluates this module for itself. */
const entries: Entry[] = [];

/** When the last mark of a name was; where there is none, `otherwise`. */
function markedAt(name: unknown, otherwise: number): number {
  if (name === undefined || name === null) return otherwise;
  const text = String(name);
  const mark = entries.findLast((entry) => entry.entryType === 'mark' && entry.name === text);
  return mark?.startTime ?? otherwise;
}

/** Start and end of a measure; ends say more than durations. */
function spanOf(start: unknown, end: unknown, nowMs: number): { start: number; end: number } {
  if (!isObject(start)) return { start: markedAt(start, 0), end: markedAt(end, nowMs) };
  const given: MeasureOptions = start;
  const from = given.start === undefined ? 0 : Number(given.start);
  const until = given.duration === undefined ? nowMs : from + Number(given.duration);
  return { start: from, end: given.end === undefined ? until : Number(given.end) };
}

function forget(type: string, name: unknown): void {
  const kept = entries.filter(
    (entry) => entry.entryType !== type || (name !== undefined && entry.name !== String(name)),
  );
  entries.splice(0, entries.length, ...kept);
}

/** What `performance` does beside telling the time. */
export const methods = {
  mark(name?: unknown, options?: unknown): Entry {
    if (arguments.length === 0) throw missing("execute 'mark' on 'Performance':", 1, 'string');
    if (options !== undefined && options !== null && !isObject(options))
      throw missing("execute 'mark' on 'Performance':", 2, 'Options');
    const mark = new PerformanceMark(name, options ?? {});
    entries.push(mark);
    return mark;
  },
  measure(name?: unknown, start?: unknown, end?: unknown): Entry {
    if (arguments.length === 0) throw missing("execute 'measure' on 'Performance':", 1, 'string');
    const span = spanOf(start, end, performance.now());
    const duration = span.end > span.start ? span.end - span.start : 0;
    const detail = isObject(start) ? Reflect.get(start, 'detail') : null;
    const measure = new PerformanceMeasure(INTERNAL, String(name), span.start, duration, detail);
    entries.push(measure);
    return measure;
  },
  getEntries: (): Entry[] => [...entries],
  getEntriesByName(name?: unknown, type?: unknown): Entry[] {
    if (arguments.length === 0) throw missing("execute 'getEntriesByName' on 'Performance':", 1, 'string');
    return entries.filter(
      (entry) => entry.name === String(name) && (type === undefined || entry.entryType === String(type)),
    );
  },
  getEntriesByType: (type?: unknown): Entry[] => entries.filter((entry) => entry.entryType === String(type)),
  clearMarks: (name?: unknown): void => forget('mark', name),
  clearMeasures: (name?: unknown): void => forget('measure', name),
  clearResourceTimings(): void {},
  markResourceTiming(): void {},
  setResourceTimingBufferSize(): void {},
  toJSON: (): object => ({ timeOrigin: performance.timeOrigin }),
};

/** Is told of nothing, as on workerd. */
export const PerformanceObserver = published(
  'PerformanceObserver',
  class {
    static readonly supportedEntryTypes: readonly string[] = Object.freeze(['measure', 'mark']);

    constructor(_callback?: unknown) {
      if (arguments.length === 0) throw missing("construct 'PerformanceObserver': constructor", 1, 'JsValue');
    }
    disconnect(): void {}
    observe(_options?: unknown): void {}
    takeRecords(): Entry[] {
      return [];
    }
  },
);
