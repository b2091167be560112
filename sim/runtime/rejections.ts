// Rejections that a handler leaves uncaught surface on the host's process, where the default is to die of them.

/** Ignores promises of realms; a promise of the host itself stays as fatal as it was. */
function ignoreRealmRejections(reason: unknown, promise: unknown): void {
  if (promise instanceof Promise) throw reason;
}

/** A promise of the realm that was rejected without a catch, or caught after that was told. */
export interface Rejection {
  readonly promise: object;
  readonly reason: unknown;
  readonly handled: boolean;
}

/** Node looks for such promises when its own turn ends; this lets it look now, while simulated time stands still. */
export function rejectionsNow(): Rejection[] {
  const found: Rejection[] = [];
  const onRejected = (reason: unknown, promise: unknown): void => {
    if (!(promise instanceof Promise)) found.push({ promise: promise as object, reason, handled: false });
  };
  const onHandled = (promise: unknown): void => {
    if (!(promise instanceof Promise))
      found.push({ promise: promise as object, reason: undefined, handled: true });
  };
  process.on('unhandledRejection', onRejected);
  process.on('rejectionHandled', onHandled);
  // The only way to end a turn without waiting; its types do not know it.
  const { _tickCallback } = process as unknown as { readonly _tickCallback: () => void };
  _tickCallback();
  process.off('unhandledRejection', onRejected);
  process.off('rejectionHandled', onHandled);
  return found;
}

/** Listens once per process or thread; realms call it, because each of them may bring such rejections. */
export function guardAgainstRejections(): void {
  if (!process.listeners('unhandledRejection').includes(ignoreRealmRejections)) {
    process.on('unhandledRejection', ignoreRealmRejections);
  }
}
