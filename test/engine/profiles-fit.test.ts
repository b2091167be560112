// A handler is found again by what it does: its profile outlives formatting, and every shipped scenario has one that fits.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadPlan } from '../../sim/scenario/load.ts';
import { bundleSource } from '../runtime/run.ts';

const PLAIN = `import { hello } from './words.ts';
const TABLE = { a: 1, b: 2 };
export default { fetch: (request) => new Response(hello + TABLE.a) };`;
const FORMATTED = `// The same, as another formatter writes it.
import { hello } from "./words.ts"

const TABLE = {
  a: 1, // one
  b: 2,
};

export default {
  fetch: (
    request: Request,
  ) => new Response(hello + TABLE.a),
};`;

async function digestOf(source: string, words = `export const hello = 'hello';`): Promise<string> {
  return (await bundleSource(source, { 'words.ts': words })).digest;
}

describe('the digest of a handler', () => {
  test('stays when it is formatted or commented, and types are added', async () => {
    expect(await digestOf(FORMATTED)).toBe(await digestOf(PLAIN));
  });

  test('changes with what it does, and with what it imports', async () => {
    const digests = [
      await digestOf(PLAIN),
      await digestOf(PLAIN.replace('TABLE.a', 'TABLE.b')),
      await digestOf(PLAIN, `export const hello = 'good day';`),
    ];
    expect(new Set(digests).size).toBe(3);
  });
});

const stories = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('scenario.yaml'))
  .map((path) => `scenarios/${path}`);

test.each(stories)(
  '%s has profiles that fit its handlers, so that everybody gets the same result',
  async (path) => {
    expect((await loadPlan(path)).unprofiled).toEqual([]);
  },
);
