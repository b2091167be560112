// What crosses the wall when code throws: three texts, read with care because a thrown value may be anything.

/** Name, message and stack of a thrown value. */
export interface ErrorText {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

function text(read: () => unknown, otherwise: string): string {
  try {
    const value = read();
    return value === undefined ? otherwise : String(value);
  } catch {
    return otherwise;
  }
}

/** What is no error is named by its class, as workerd does. */
export function named(thrown: object): string {
  if (Array.isArray(thrown)) return '[object Array]';
  const name = text(() => (thrown as { constructor?: { name?: unknown } }).constructor?.name, '');
  return name === '' ? '[object Object]' : `#<${name}>`;
}

/** The texts of any thrown value; never throws. */
export function describeError(thrown: unknown): ErrorText {
  if (typeof thrown !== 'object' || thrown === null) {
    const message = text(() => thrown, 'undefined');
    return { name: 'Error', message, stack: '' };
  }
  if (!(thrown instanceof Error)) return { name: 'Error', message: named(thrown), stack: '' };
  const error = thrown as { name?: unknown; message?: unknown; stack?: unknown };
  const name = text(() => error.name, 'Error');
  const message = text(() => error.message, '');
  return { name, message, stack: text(() => error.stack, '') };
}
