// Calls that wait for each other: within one object, across a stream or a socket, and by functions that were passed on.
import { failure, remote } from './rpc-helpers.js';

/** An object that has been made, so that its next calls begin at once. */
const awake = async ({ PROBE }) => {
  const probe = PROBE.get(PROBE.newUniqueId());
  await probe.echo(1);
  return probe;
};
const written = async (service, target) => {
  const { readable, writable } = target;
  const done = service.writes(writable);
  const text = await new Response(readable).text();
  return [text, await service.add(1, 2), await done];
};

export const waiting = {
  'wakes a call by another call of the object': async ({ env }) => {
    const woken = [];
    for (const next of ['nothing', 'storage', 'store', 'timer', 'fetch']) {
      const probe = await awake(env);
      const calls = [probe.waitThen(next), probe.waitThen(next)];
      await scheduler.wait(3);
      woken.push([await probe.wake(next), ...(await Promise.all(calls))]);
    }
    return woken;
  },
  'fills the stream of one answer from another call': async ({ env }) => {
    const probe = await awake(env);
    const response = await probe.fetch('http://a/open');
    const text = response.text();
    await scheduler.wait(3);
    return [await (await probe.fetch('http://a/push')).text(), await text];
  },
  'goes on after what a method wrote to its stream': remote(async (service) => [
    await written(service, new TransformStream()),
    await written(service, new IdentityTransformStream()),
  ]),
  'calls what was passed to a function that is over': remote(async (service) => [
    await service.settledBy((settle) => void settle(7)),
    // oxlint-disable-next-line unicorn/no-thenable -- a remote thenable is what is tried here
    await service.echo({ then: (settle) => void settle(8) }),
  ]),
  'passes on no promises and properties of calls': remote(async (service) => [
    await failure(() => service.echo(service.add(1, 2))),
    await failure(() => service.echo(service.nested.n)),
    typeof service.mixed()[0],
  ]),
  'looks into plain objects, functions and targets only': remote(async (service) => [
    await failure(() => service.kinds.map.size),
    await failure(() => service.kinds.promise.then),
    await failure(() => service.kinds.list[0]),
    await failure(() => service.kinds.text.length),
    await failure(() => service.kinds.call.own()),
    await failure(() => service.kinds.text()),
  ]),
};
