// Dates as workerd's V8 writes them: with plain spaces where the data of languages has thin and narrow ones, which Node's keeps in most of them.

type Define = (target: object, key: PropertyKey, value: unknown) => void;

const PARTED = ['formatToParts', 'formatRange', 'formatRangeToParts'] as const;

/** A written date, or a part of one. */
export function withPlainSpaces(text: string): string {
  return text.replaceAll(/[\u2009\u202f]/g, ' ');
}

/** `format` is a member that gives each object a function of its own, always the same. */
function writePlainly(prototype: Intl.DateTimeFormat): void {
  const found = Object.getOwnPropertyDescriptor(prototype, 'format');
  const made = new WeakMap<object, (date: unknown) => string>();
  const members = {
    get format(): (date: unknown) => string {
      const original = found?.get?.call(this) as (date: unknown) => string;
      const known = made.get(this);
      if (known !== undefined) return known;
      const own = (
        () => (date: unknown) =>
          withPlainSpaces(original(date))
      )();
      made.set(this, own);
      return own;
    },
  };
  const member = Object.getOwnPropertyDescriptor(members, 'format');
  Object.defineProperty(prototype, 'format', { ...member, enumerable: false });
}

/** Makes every method of `Intl.DateTimeFormat` write so. */
export function writeDatesPlainly(define: Define): void {
  const { prototype } = Intl.DateTimeFormat;
  writePlainly(prototype);
  for (const name of PARTED) {
    const original = prototype[name] as (...dates: unknown[]) => string | { value: string }[];
    const own = {
      [name](this: Intl.DateTimeFormat, ...dates: unknown[]): unknown {
        const written = original.apply(this, dates);
        if (typeof written === 'string') return withPlainSpaces(written);
        for (const part of written) part.value = withPlainSpaces(part.value);
        return written;
      },
    }[name];
    if (own === undefined) continue;
    define(own, 'length', original.length);
    define(prototype, name, own);
  }
}
