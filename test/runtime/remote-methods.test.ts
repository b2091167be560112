// Methods of an entry point class, as service bindings call them.
import { expect, test } from 'vitest';
import { openHandler } from './run.ts';

const SOURCE = `import { WorkerEntrypoint } from 'cloudflare:workers';
export default class extends WorkerEntrypoint {
  secret = () => 'own property';
  async add(a, b) { await scheduler.wait(1); return { sum: a + b, currency: this.env.CURRENCY }; }
  nothing() {}
  kinds(date, map, bytes) {
    const list = [date, date];
    return { year: date.getUTCFullYear(), keys: [...map.keys()], sum: bytes.reduce((a, b) => a + b), list, big: 2n, none: undefined };
  }
  function() { return () => 1; }
  instance() { return new (class Own {})(); }
  fails() { throw new RangeError('no'); }
  fetch() { return new Response('fetched'); }
}`;

async function called(method: string, args: readonly unknown[] = []): Promise<unknown> {
  const { bench, isolate } = await openHandler(SOURCE, {
    bindings: [{ kind: 'var', name: 'CURRENCY', value: 'EUR' }],
  });
  const callId = bench.event(isolate, 'rpc', { path: [method], args });
  bench.finish();
  const { emissions, error } = bench.outcome(callId);
  const event = emissions.find((emission) => emission.kind === 'event');
  expect(emissions.at(-1)?.kind).toBe('finished');
  return event?.kind === 'event' ? event.outcomeJson : error;
}

test('a method answers with its value, in the env of its Worker', async () => {
  expect(await called('add', [1, 2])).toBe('{"sum":3,"currency":"EUR"}');
  expect(await called('nothing')).toBe('');
});

test('values are cloned: dates, maps, bytes, big integers, and what is shared stays shared', async () => {
  const date = { $antipode: 'Date', value: 86_400_000 };
  const args = [date, { $antipode: 'Map', value: [[1, 'one']] }, { $antipode: 'Uint8Array', value: 'AQID' }];
  expect(JSON.parse(String(await called('kinds', args)))).toEqual({
    year: 1970,
    keys: [1],
    sum: 6,
    list: [date, { $antipode: 'again', value: 3 }],
    big: { $antipode: 'bigint', value: '2' },
    none: { $antipode: 'undefined' },
  });
});

test('an instance of a class is refused', async () => {
  expect(await called('instance')).toBe(
    'DOMException.DataCloneError: Could not serialize object of type "Own". This type does not support serialization.',
  );
});

test('a function is offered under a number of its isolate', async () => {
  expect(JSON.parse(String(await called('function')))).toMatchObject({
    $antipode: 'stub',
    value: { verb: 'rpc', details: { cap: { id: 1 } } },
  });
});

test('what a method throws is the error of the call', async () => {
  expect(await called('fails')).toBe('RangeError: no');
});

test.each(['missing', 'secret', 'constructor', 'toString', '__proto__'])(
  '%s is no remote method',
  async (name) => {
    expect(await called(name)).toBe(`TypeError: The RPC receiver does not implement the method "${name}".`);
  },
);

test('names of the platform are reserved', async () => {
  expect(await called('fetch')).toBe(
    `TypeError: 'fetch' is a reserved method and cannot be called over RPC.`,
  );
});

test('fetch of the same class still works', async () => {
  const { bench, isolate } = await openHandler(SOURCE);
  expect(bench.call(isolate).text).toBe('fetched');
});
