// What users wrote and read before: breaches are told as if everything were remembered, though little is.
import { describe, expect, test } from 'vitest';
import { UserMemory } from '../../sim/entities/user-memory.ts';
import { labelHash, uniform } from '../../sim/random.ts';

const LABEL = labelHash('user-memory');
const SECOND_US = 1_000_000;
/** Operations that take up to a second, of three users on two keys, four in a second. */
const OPERATIONS = 3000;

interface Operation {
  readonly verb: 'read' | 'write';
  readonly user: number;
  readonly key: string;
  readonly version: number;
  readonly site: number;
  readonly issuedUs: number;
  readonly answeredUs: number;
}

function draw(seed: number, n: number, what: number): number {
  return uniform(seed, n, LABEL, what);
}

/** Operations as they are answered; reads show a version that is up to three behind the newest. */
function operations(seed: number): Operation[] {
  let newest = 0;
  return Array.from({ length: OPERATIONS }, (_, n): Operation => {
    const verb = draw(seed, n, 0) < 0.3 ? 'write' : 'read';
    if (verb === 'write') newest++;
    const behind = verb === 'write' ? 0 : Math.floor(4 * draw(seed, n, 1) * draw(seed, n, 2));
    const issuedUs = Math.round((n / 4 + draw(seed, n, 3)) * SECOND_US);
    return {
      verb,
      user: Math.floor(3 * draw(seed, n, 4)),
      key: draw(seed, n, 5) < 0.5 ? 'a' : 'b',
      version: Math.max(0, newest - behind),
      site: Math.floor(4 * draw(seed, n, 6)),
      issuedUs,
      answeredUs: issuedUs + Math.round(draw(seed, n, 7) * SECOND_US),
    };
  });
}

/** The definition, over everything that the user ever did. */
function toldByAll(earlier: readonly Operation[], read: Operation) {
  const newer = earlier.filter(
    ({ user, key, version, answeredUs }) =>
      user === read.user && key === read.key && version > read.version && answeredUs <= read.issuedUs,
  );
  const missed = newer.findLast(({ verb }) => verb === 'write');
  return {
    missedOwn: missed !== undefined,
    elsewhere: missed !== undefined && missed.site !== read.site,
    wentBack: newer.some(({ verb }) => verb === 'read'),
  };
}

describe('users', () => {
  test.each([1, 2, 3])('are told what was wrong with a read as if all were remembered (seed %i)', (seed) => {
    const memory = new UserMemory();
    const all = operations(seed);
    const breaches = { missedOwn: 0, elsewhere: 0, wentBack: 0 };
    all.forEach((operation, n) => {
      if (operation.verb === 'write') {
        memory.wrote(operation.user, operation);
        return;
      }
      const told = memory.read(operation.user, operation);
      expect(told).toEqual(toldByAll(all.slice(0, n), operation));
      for (const kind of ['missedOwn', 'elsewhere', 'wentBack'] as const)
        breaches[kind] += Number(told[kind]);
    });
    expect(Math.min(...Object.values(breaches))).toBeGreaterThan(50);
  });

  test('do not miss what had not been answered yet when the read set out', () => {
    const memory = new UserMemory();
    const key = 'k';
    memory.wrote(1, { key, version: 5, site: 0, issuedUs: 0, answeredUs: 900 });
    memory.wrote(1, { key, version: 6, site: 1, issuedUs: 10, answeredUs: 300 });
    const read = { key, site: 0, answeredUs: 1000 };
    expect(memory.read(1, { ...read, version: 4, issuedUs: 200 }).missedOwn).toBe(false);
    expect(memory.read(1, { ...read, version: 4, issuedUs: 300 })).toMatchObject({
      missedOwn: true,
      elsewhere: true,
    });
    expect(memory.read(2, { ...read, version: 4, issuedUs: 2000 }).missedOwn).toBe(false);
  });
});
