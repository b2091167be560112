// Rejections that a handler leaves uncaught surface on the host's process, where the default is to die of them.

/** Ignores promises of realms; a promise of the host itself stays as fatal as it was. */
function ignoreRealmRejections(reason: unknown, promise: unknown): void {
  if (promise instanceof Promise) throw reason;
}

/** Listens once per process or thread; realms call it, because each of them may bring such rejections. */
export function guardAgainstRejections(): void {
  if (!process.listeners('unhandledRejection').includes(ignoreRealmRejections)) {
    process.on('unhandledRejection', ignoreRealmRejections);
  }
}
