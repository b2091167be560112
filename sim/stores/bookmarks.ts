// Bookmarks of databases: texts that name a version and compare as the versions do.

/** Bookmarks compare as texts, so that a session can tell the newer one. */
export function bookmarkOf(version: number): string {
  return `00000000-${version.toString(16).padStart(8, '0')}-00000000-${'0'.repeat(32)}`;
}

/** A bookmark of somebody else asks for nothing. */
export function versionOf(bookmark: string): number {
  const [, hex] = /^[\da-f]{8}-([\da-f]{8})-[\da-f]{8}-[\da-f]{32}$/.exec(bookmark) ?? [];
  return hex === undefined ? 0 : Number.parseInt(hex, 16);
}
