// Behaviours of Durable Objects: ids, stubs and their methods, storage, gates, transactions and alarms.
import { caught, within } from './probes.js';

const fresh = (env) => env.PROBE.get(env.PROBE.newUniqueId());
export const gates = {
  'gives the same id for the same name': ({ env: { PROBE } }) => {
    const [a, b, c] = ['x', 'x', 'y'].map((name) => PROBE.idFromName(name));
    return [a.equals(b), a.equals(c), /^[0-9a-f]{64}$/.test(String(a)), a.name, a.toString() === String(b)];
  },
  'gives new ids that differ and have no name': ({ env: { PROBE } }) => {
    const [a, b] = [PROBE.newUniqueId(), PROBE.newUniqueId()];
    return [a.equals(b), a.name ?? null, String(a).length];
  },
  'reads ids from their texts': ({ env: { PROBE } }) => {
    const id = PROBE.newUniqueId();
    const again = PROBE.idFromString(id.toString());
    return [again.equals(id), again.name ?? null];
  },
  'refuses texts that are no ids': ({ env }) => env.PROBE.idFromString('zz'),
  'says what is wrong with a text that is no id': ({ env }) => caught(() => env.PROBE.idFromString('zz')),
  'refuses ids of another class': ({ env }) =>
    caught(() => env.PLAIN.idFromString(env.PROBE.newUniqueId().toString())),
  'refuses to get what is no id': ({ env }) => env.PROBE.get('x'),
  'names objects by getByName': async ({ env: { PROBE } }) => {
    const stub = PROBE.getByName('lisbon');
    const [name, id] = await stub.named();
    return [
      name,
      id === String(PROBE.idFromName('lisbon')),
      stub.name,
      stub.id.equals(PROBE.idFromName('lisbon')),
    ];
  },
  'tells an object its name only where it has one': async ({ env }) => {
    const stub = fresh(env);
    return [(await stub.named())[0], stub.name ?? null, (await stub.named())[1] === String(stub.id)];
  },
  'shows what bindings and stubs are': ({ env }) => [
    String(env.PROBE),
    String(fresh(env)),
    Object.prototype.toString.call(env.PROBE.newUniqueId()),
    typeof env.PROBE.jurisdiction,
    typeof fresh(env).anything,
  ],
  'sends requests to an object': async ({ env }) => {
    const response = await fresh(env).fetch('https://object/path?q=1', {
      method: 'POST',
      body: 'text',
      headers: { 'x-a': 'b' },
    });
    return [response.status, await response.json()];
  },
  'refuses paths without a host': ({ env }) => fresh(env).fetch('/path'),
  'hands on what fetch throws': ({ env }) => caught(() => fresh(env).fetch('https://object/throw')),
  'hands values of all kinds to methods and back': async ({ env }) => {
    const stub = fresh(env);
    const map = await stub.echo(new Map([['a', new Set([1])]]));
    const date = await stub.echo(new Date(5));
    const bytes = await stub.echo(new Uint8Array([1, 2]));
    return [
      map instanceof Map && [...map.get('a')],
      date instanceof Date && date.getTime(),
      bytes,
      await stub.echo(10n),
      await stub.echo(undefined),
      await stub.echo(null),
      await stub.echo([1, , 'x', { a: undefined, b: NaN, c: -0, $: 1 }]),
      String(await stub.echo(/a+/gi)),
    ];
  },
  'keeps cycles and shared parts of values': async ({ env }) => {
    const shared = { s: 1 };
    const value = { a: shared, b: shared };
    value.self = value;
    const got = await fresh(env).echo(value);
    return [got.a === got.b, got.self === got];
  },
  'hands errors as values': async ({ env }) => {
    const got = await fresh(env).echo(new RangeError('r', { cause: 1 }));
    return [got instanceof RangeError, got.message];
  },
  'refuses symbols as values': ({ env }) => fresh(env).echo(Symbol('x')),
  'hands on what a method throws': ({ env }) => caught(() => fresh(env).fail('range')),
  'hands on errors of own classes': ({ env }) => caught(() => fresh(env).fail('own')),
  'marks errors that come from an object': async ({ env }) => {
    const error = await fresh(env)
      .fail('range')
      .catch((thrown) => thrown);
    return [error instanceof RangeError, error.remote ?? null];
  },
  'refuses methods that are none': ({ env }) => caught(() => fresh(env).nothing()),
  'refuses fields of the instance': ({ env }) => caught(() => fresh(env).steps),
  'reads properties of the class': async ({ env }) => fresh(env).kind,
  'refuses methods of classes without the base': ({ env }) =>
    caught(() => env.PLAIN.get(env.PLAIN.newUniqueId()).hello()),
  'makes objects of classes without the base': async ({ env }) =>
    (await env.PLAIN.get(env.PLAIN.newUniqueId()).fetch('https://x/')).json(),
  'keeps an object between calls': async ({ env }) => {
    const stub = fresh(env);
    await stub.log();
    return stub.log();
  },
  'lets the constructor finish what it blocks for': ({ env }) => fresh(env).log(),
  'counts without losing one, although reads and writes wait': async ({ env }) => {
    const stub = fresh(env);
    return (await Promise.all(Array.from({ length: 5 }, () => stub.increment()))).toSorted();
  },
  'interleaves calls that wait for something else': async ({ env }) => {
    const stub = fresh(env);
    return Promise.all([stub.increment(5), stub.increment(5)]);
  },
  'lets nobody in while a block lasts': async ({ env }) => {
    const stub = fresh(env);
    return (await Promise.all([stub.guarded(), stub.guarded(), stub.increment()])).toSorted();
  },
  'resets an object whose block fails': async ({ env }) => {
    const id = env.FRAGILE.newUniqueId();
    const first = await caught(() => env.FRAGILE.get(id).hello());
    return [first, await env.FRAGILE.get(id).hello()];
  },
  'resets an object that aborts, and keeps its storage': async ({ env }) => {
    const id = env.FRAGILE.newUniqueId();
    await caught(() => env.FRAGILE.get(id).hello());
    const aborted = await caught(() => env.FRAGILE.get(id).abort());
    return [aborted, await env.FRAGILE.get(id).kept()];
  },
  'has no alarm until one is set': within(async ({ storage }) => {
    const before = await storage.getAlarm();
    await storage.setAlarm(Date.now() + 60_000);
    const set = await storage.getAlarm();
    await storage.setAlarm(new Date(4_000_000_000_000));
    const later = await storage.getAlarm();
    await storage.deleteAlarm();
    return [before, typeof set, later, await storage.getAlarm()];
  }),
  'refuses alarms that are no instants': within(({ storage }) => caught(() => storage.setAlarm('soon'))),
  'refuses alarms of classes without an alarm handler': async ({ env }) => {
    const stub = env.FRAGILE.get(env.FRAGILE.newUniqueId());
    await caught(() => stub.kept());
    return caught(() => env.FRAGILE.get(stub.id).wake());
  },
  'rings an alarm once, which then is none any more': async ({ env }) => {
    const stub = fresh(env);
    await stub.setAlarmIn(20);
    const before = await stub.read('alarms');
    await scheduler.wait(150);
    return [before, await stub.read('alarms')];
  },
};
