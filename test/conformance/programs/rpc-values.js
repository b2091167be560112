// Behaviours of remote calls: what crosses by reference, what is cloned, and how what fails is told.
import * as platform from 'cloudflare:workers';
import { RpcStub } from 'cloudflare:workers';
import { Counter } from './remote.js';
import { failure, refused, remote, tag } from './rpc-helpers.js';

export const references = {
  'gives functions': remote(async (service) => {
    const double = await service.double();
    return [typeof double, tag(double), double instanceof RpcStub, await double(4), await double(5)];
  }),
  'gives functions that wait': remote(async (service) => (await service.slow())(4)),
  'calls what has not arrived yet': remote((service) => service.double()(21)),
  'gives targets': remote(async (service) => {
    const counter = await service.counter(5);
    const shown = [typeof counter, tag(counter), counter instanceof RpcStub];
    return [...shown, await counter.increment(), await counter.increment(4), await counter.value];
  }),
  'chains calls of targets': remote(async (service) => [
    await service.counter(5).increment(),
    await service.counter(5).value,
    await service.counter(5).doubled.n,
    await service.counter(5).child().child().value,
  ]),
  'keeps calls in order': remote((service) => {
    const counter = service.counter(0);
    return Promise.all([counter.increment(), counter.increment(), counter.increment()]);
  }),
  'refuses own properties of targets': refused((service) => service.counter(5).own),
  'refuses missing methods of targets': refused((service) => service.counter(5).missing()),
  'tells what a target throws': refused((service) => service.counter(5).fails()),
  'gives objects with functions in them': remote(async (service) => {
    const mixed = await service.mixed();
    return [Object.keys(mixed), await mixed.counter.value, await mixed.f(), await mixed.deep.g('q')];
  }),
  'gives lists with functions in them': remote(async (service) => {
    const list = await service.list();
    return [list.length, await list[1](), await list[2].value];
  }),
  'chains into objects that have not arrived yet': remote(async (service) => [
    await service.mixed().f(),
    await service.mixed().deep.g('z'),
    await service.mixed().plain,
    await service.mixed().counter.increment(1),
  ]),
  'takes functions': remote(async (service) => [
    await service.call((x) => x + 100, 5),
    await service.callTwice((x) => x * 3),
    await service.call((date, map) => [tag(date), tag(map)], new Date(5), new Map()),
  ]),
  'takes functions that wait': remote((service) =>
    service.call(async (x) => {
      await scheduler.wait(2);
      return x + 100;
    }, 5),
  ),
  'tells what a passed function throws': refused((service) =>
    service.call(() => {
      throw new RangeError('from callback');
    }),
  ),
  'takes targets': remote((service) => service.use(new Counter(10))),
  'gives back what was passed': remote(async (service) => {
    const same = await service.echo((x) => x + 1);
    return [typeof same, await same(3)];
  }),
  'passes stubs on': remote(async (service) => {
    const counter = await service.counter(3);
    return service.call(async (stub) => stub.increment(1), counter);
  }),
  'makes stubs of what is here': async () => {
    const stub = new RpcStub(new Counter(1));
    return [tag(stub), await stub.value, await stub.increment(3), typeof stub.anything];
  },
  'refuses to make stubs of numbers': () => failure(() => new RpcStub(5)),
  'disposes of a target when its last stub is': async () => {
    const log = [];
    class Closing extends platform.RpcTarget {
      one = 1;
      x() {
        return this.one;
      }
      [Symbol.dispose]() {
        log.push('disposed');
      }
    }
    const stub = new RpcStub(new Closing());
    const other = stub.dup();
    stub[Symbol.dispose]();
    await scheduler.wait(1);
    const before = log.length;
    const gone = await failure(() => stub.x());
    const still = await other.x();
    other[Symbol.dispose]();
    await scheduler.wait(1);
    return [before, gone, still, log];
  },
  'disposes of arguments when the call is over': remote(async (service) => {
    const log = [];
    class Closing extends Counter {
      [Symbol.dispose]() {
        log.push('disposed');
      }
    }
    await service.use(new Closing(1));
    await scheduler.wait(2);
    return log;
  }),
  'disposes of all stubs in a result': remote(async (service) => {
    const mixed = await service.mixed();
    mixed[Symbol.dispose]();
    return failure(() => mixed.f());
  }),
  'keeps copies of what is disposed of': remote(async (service) => {
    const mixed = await service.mixed();
    const copy = mixed.counter.dup();
    mixed[Symbol.dispose]();
    return copy.value;
  }),
  'refuses stubs that are disposed of': remote(async (service) => {
    const counter = await service.counter(1);
    counter[Symbol.dispose]();
    return failure(() => counter.increment());
  }),
};

const KINDS = {
  NaN: () => Number.NaN,
  'minus zero': () => -0,
  'a big integer': () => 5n,
  'a view of a part': () => new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
  'a list with a hole': () => [1, , 3],
  'an object around a number': () => Object(1),
  'an error': () => Object.assign(new TypeError('te'), { code: 5 }),
  'a DOMException': () => new DOMException('m', 'NotFoundError'),
  'a Blob': () => new Blob(['a'], { type: 'text/x' }),
  'a File': () => new File(['a'], 'n'),
  'a URL': () => new URL('http://example.com/'),
  'a symbol': () => Symbol('a'),
  'a WeakMap': () => new WeakMap(),
  'a generator': () => (function* () {})(),
  'an object without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  'an instance of a class': () => new (class Own {})(),
  'an AbortSignal': () => new AbortController().signal,
  'a KV namespace': (env) => env.KV,
};

export const values = {
  ...Object.fromEntries(
    Object.entries(KINDS).map(([name, make]) => [
      `sends ${name}`,
      remote((service, env) =>
        failure(async () => {
          const value = await service.echo(make(env));
          const size = value?.byteLength ?? value?.size ?? null;
          return [
            typeof value,
            tag(value),
            value?.name ?? null,
            value?.code ?? null,
            size,
            1 in Object(value),
          ];
        }),
      ),
    ]),
  ),
  'keeps what is shared': remote(async (service) => {
    const shared = {};
    const [a, b] = await service.echo([shared, shared]);
    return a === b;
  }),
  'refuses instances of classes as results': refused((service) => service.instance()),
  'sends streams back': remote(async (service) => new Response(await service.stream()).text()),
  'sends streams there': remote(async (service) => {
    const stream = new Response('sent').body;
    return [await service.read(stream), stream.locked];
  }),
  'lets the other side write': remote((service) => {
    const { readable, writable } = new IdentityTransformStream();
    return Promise.all([service.write(writable), new Response(readable).text()]);
  }),
  'sends requests': remote((service) =>
    service.describe(new Request('http://a/b', { method: 'PUT', headers: { 'x-a': '1' }, body: 'q' })),
  ),
  'sends responses': remote(async (service) => {
    const response = await service.answer();
    return [
      response instanceof Response,
      response.status,
      response.headers.get('x-b'),
      await response.text(),
    ];
  }),
  'sends headers': remote(async (service) => [...(await service.fields(new Headers({ b: '2' })))]),
  ...Object.fromEntries(
    ['own', 'members', 'cause', 'DOMException', 'aggregate', 'text', 'object', ''].map((kind) => [
      `tells errors: ${kind === '' ? 'of the language' : kind}`,
      refused((service) => service.fail(kind)),
    ]),
  ),
  'takes a key named __proto__ for a key': async ({ env }) => {
    const member = await env.PROBE.getByName('keys').echo(JSON.parse('{"__proto__":{"a":1},"b":2}'));
    return [member.a, Object.keys(member), Object.getPrototypeOf(member) === Object.prototype];
  },
};
