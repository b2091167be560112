// Behaviours of remote calls: what `cloudflare:workers` and services show, which members can be called, and objects.
import * as platform from 'cloudflare:workers';
import { env as imported, RpcPromise, RpcProperty, waitUntil, withEnv } from 'cloudflare:workers';
import { caught } from './probes.js';
import { failure, refused, remote, tag } from './rpc-helpers.js';
import { references, values } from './rpc-values.js';

const shapes = {
  'exports these names': () => Object.keys(platform).toSorted(),
  'shows a service as a Fetcher': remote((service) => [
    typeof service.add,
    typeof service.fetch,
    typeof service.then,
    'anything' in service,
  ]),
  'shows what a method gives as a promise that can be called': remote(async (service) => {
    const promise = service.add(1, 2);
    const shown = [typeof promise, tag(promise), promise instanceof RpcPromise, promise instanceof Promise];
    return [...shown, typeof promise.then, typeof promise.anything, Object.keys(promise), await promise];
  }),
  'shows a property as a promise that can be called': remote((service) => {
    const { property } = service;
    return [typeof property, tag(property), property instanceof RpcProperty, typeof property.then];
  }),
  'lists what a module exports as ctx.exports': ({ ctx }) => [
    Object.keys(ctx.exports).toSorted(),
    tag(ctx.exports.Remote),
    tag(ctx.exports.Probe),
    typeof ctx.exports.Remote,
  ],
  'has a context with these members': ({ ctx }) => {
    const names = [];
    for (const name in ctx) names.push([name, typeof ctx[name]]);
    return names.toSorted();
  },
  'has props that can be changed': ({ ctx }) => {
    ctx.props.mine = 1;
    return [ctx.props, Object.getPrototypeOf(ctx.props) === Object.prototype];
  },
  'runs spans that nobody records': ({ ctx }) =>
    ctx.tracing.enterSpan('name', (span, ...rest) => [tag(span), span.isTraced, rest], 1, 2),
};

const environment = {
  'imports an env with the same bindings': ({ env }) => [
    imported === env,
    Object.keys(imported).toSorted().join() === Object.keys(env).toSorted().join(),
    imported.KV === env.KV,
  ],
  'replaces env for what runs inside': async () => {
    const inside = await withEnv({ GREETING: 'other' }, async () => {
      await scheduler.wait(1);
      return [Object.keys(imported), imported.GREETING, 'KV' in imported];
    });
    return [inside, 'GREETING' in imported];
  },
  'refuses to replace env without a function': () => failure(() => withEnv({})),
  'imports waitUntil': () => failure(() => [waitUntil(Promise.resolve()) ?? null, waitUntil.length]),
  'refuses waitUntil without a promise': () => failure(() => waitUntil()),
  'calls an export with props': remote(async (service) => [
    await service({ props: { a: 1 } }).props,
    await service({}).props,
    await service.props,
  ]),
  'refuses an export called without options': refused((service) => service()),
};

const calls = {
  'calls methods with any number of arguments': remote(async (service) => [
    await service.add(1, 2),
    await service.count(),
    await service.count(undefined, undefined),
    (await service.nothing()) ?? null,
  ]),
  'reads getters and members of what they give': remote(async (service) => [
    await service.property,
    await service.nested.n,
    await service.nested.a.b(),
  ]),
  fetches: remote(async (service) => {
    const response = await service.fetch('http://example.com/path', { method: 'POST', body: 'b' });
    return [response.status, response.url, await response.text()];
  }),
  'refuses to fetch nothing': refused((service) => service.fetch()),
  'chains then, catch and finally': remote(async (service) => [
    await service.add(1, 2).then((sum) => sum + 1),
    await service.fail().catch((error) => error.message),
    await service.add(1, 2).finally(() => undefined),
    await service.missing.catch((error) => error.message),
  ]),
  'takes methods off a service': remote(async (service) => {
    const { add } = service;
    return add(1, 2);
  }),
  'refuses what is no method': refused((service) => service.missing()),
  'refuses to read what is not there': refused((service) => service.missing),
  'refuses own properties': refused((service) => service.ownProperty),
  'refuses static methods': refused((service) => service.onClass()),
  'refuses env': refused((service) => service.env),
  'refuses reserved names': refused((service) => service.dup()),
  'refuses names of objects': refused((service) => service.alarm()),
  'refuses to call a property': refused((service) => service.property()),
  'refuses call and apply of a method': refused((service) => service.add.call(null, 1, 2)),
  'refuses a path through a text': refused((service) => service.property.length),
  'refuses a path that leads nowhere': refused((service) => service.nested.missing.further()),
};

const objects = {
  'calls back from an object': async ({ env }) => env.PROBE.getByName('rpc').call((x) => `${x}!`, 'a'),
  'keeps a function that an object gave': async ({ env }) => {
    const next = await env.PROBE.getByName('rpc').counting();
    return [await next(), await next()];
  },
  'refuses reserved names of objects': ({ env }) => caught(() => env.PROBE.getByName('rpc').webSocketClose()),
  'refuses to call what an object only has': ({ env }) => caught(() => env.PROBE.getByName('rpc').kind()),
  'sends a stub of an object on': ({ env, ctx }) =>
    ctx.exports.Remote.call(async (stub) => [tag(stub), await stub.kind], env.PROBE.getByName('rpc')),
  'leaves behind what a method has begun and nobody waits for': async ({ env, ctx }) => {
    const stub = env.PROBE.get(env.PROBE.newUniqueId());
    await ctx.exports.Remote.beginInPassing(String(stub.id));
    await scheduler.wait(50);
    return [await stub.log(), await env.KV.get(String(stub.id))];
  },
};

export const rpc = { ...shapes, ...environment, ...calls, ...references, ...values, ...objects };
