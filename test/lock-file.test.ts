// The lock file: whole for every machine, exact, and silent about where packages were fetched.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockEntry>>;
};

test('holds the optional packages of every machine, or npm ci refuses it (mend with: node .ci/complete-lock.mjs)', () => {
  const wanted = Object.values(lock.packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {}),
  );
  const exact = wanted.filter(([, version]) => /^\d/.test(version)).map(([name]) => `node_modules/${name}`);
  expect(exact.filter((path) => lock.packages[path] === undefined)).toEqual([]);
});

test('names no registry', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});
