// Behaviours of queues: what producers may send, and how batches reach the handler's `queue`.
const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

/** What a body is, in words that JSON has. */
const kindOf = (body) => {
  if (body instanceof ArrayBuffer) return ['buffer', ...new Uint8Array(body)];
  if (body instanceof Map) return ['map', ...body];
  return body;
};

/** What an object of the platform's own looks like, and whether its members can be changed or taken off it. */
const looks = (object, key, method) => {
  const attempt = (run) => {
    try {
      return run();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  return [
    String(object),
    object.constructor.name,
    Object.keys(JSON.parse(JSON.stringify(object))),
    Object.getOwnPropertyNames(Object.getPrototypeOf(object)),
    attempt(() => (object[key] = 'other')),
    attempt(() => (0, object[method])()),
    attempt(() => new object.constructor()),
    attempt(() => structuredClone(object)),
  ];
};

/** Writes down what came, by the mark of the first message, and does what bodies ask for. */
export async function consume(batch, env) {
  const mark = (await env.KV.get('queue-mark')) ?? 'none';
  const seen = JSON.parse((await env.KV.get(`queue:${mark}`)) ?? '[]');
  seen.push([batch.queue, batch.messages.map(({ attempts, body }) => [attempts, kindOf(body)])]);
  if (batch.messages[0]?.body?.wish === 'look')
    seen.push(looks(batch, 'queue', 'ackAll'), looks(batch.messages[0], 'body', 'ack'));
  await env.KV.put(`queue:${mark}`, JSON.stringify(seen));
  for (const message of batch.messages) {
    const wish = message.body?.wish;
    if (wish === 'retry' && message.attempts < (message.body.until ?? 99)) message.retry();
    if (wish === 'ack') message.ack();
    if (wish === 'later' && message.attempts < 2) message.retry({ delaySeconds: 1 });
    if (wish === 'all') batch.retryAll();
    if (wish === 'throw' && message.attempts < 2) throw new Error('not now');
  }
}

const deliveries =
  (send, waitMs = 600) =>
  async ({ env }) => {
    const mark = crypto.randomUUID();
    await env.KV.put('queue-mark', mark);
    await send(env.QUEUE);
    await scheduler.wait(waitMs);
    return JSON.parse((await env.KV.get(`queue:${mark}`)) ?? '[]');
  };

export const queues = {
  'queue: has a class of this name': ({ env }) => [env.QUEUE.constructor.name, String(env.QUEUE)],
  'queue: tells of nothing that waits': async ({ env }) => [
    await env.QUEUE.metrics(),
    Object.keys(await env.QUEUE.metrics()),
  ],
  'queue: delivers a message': deliveries((queue) => queue.send('hello')),
  'queue: gives batches and messages of its own kinds': deliveries((queue) => queue.send({ wish: 'look' })),
  'queue: answers a send': deliveries(async (queue) => {
    const answer = await queue.send('answered');
    if (Object.keys(answer).join() !== 'metadata') throw new Error('other keys');
  }),
  'queue: delivers several at once, in order': deliveries((queue) =>
    queue.sendBatch([{ body: 1 }, { body: { a: [2] } }, { body: 'three', contentType: 'text' }]),
  ),
  'queue: takes any iterable of messages': deliveries((queue) => queue.sendBatch(new Set([{ body: 'one' }]))),
  'queue: delivers no more than a batch holds': deliveries((queue) =>
    queue.sendBatch([1, 2, 3, 4, 5, 6, 7].map((body) => ({ body }))),
  ),
  'queue: carries JSON as JSON': deliveries((queue) =>
    queue.send({ at: new Date(0), none: undefined, map: new Map([[1, 2]]) }),
  ),
  'queue: carries bytes': deliveries((queue) =>
    queue.send(new Uint8Array([1, 255]), { contentType: 'bytes' }),
  ),
  'queue: carries what can be cloned': deliveries((queue) =>
    queue.send(new Map([['a', 1]]), { contentType: 'v8' }),
  ),
  'queue: carries null': deliveries((queue) => queue.send(null)),
  'queue: delivers again what was retried': deliveries(
    (queue) => queue.send({ wish: 'retry', until: 2 }),
    900,
  ),
  'queue: delivers a batch again that threw': deliveries((queue) => queue.send({ wish: 'throw' }), 900),
  'queue: gives up after so many retries': deliveries((queue) => queue.send({ wish: 'retry' }), 1500),
  'queue: delivers all again': deliveries((queue) => queue.send({ wish: 'all' }), 1500),
  'queue: does not deliver again what was acknowledged before the batch was retried': deliveries(
    (queue) => queue.sendBatch([{ body: { wish: 'ack' } }, { body: { wish: 'retry', until: 2 } }]),
    900,
  ),
  'queue: delivers later what is delayed': deliveries(
    (queue) => queue.send('delayed', { delaySeconds: 1 }),
    400,
  ),
  'queue: refuses to send nothing': ({ env }) => failure(() => env.QUEUE.send()),
  'queue: refuses undefined': ({ env }) => failure(() => env.QUEUE.send(undefined)),
  'queue: refuses other types': async ({ env }) => [
    await failure(() => env.QUEUE.send({}, { contentType: 'text' })),
    await failure(() => env.QUEUE.send('x', { contentType: 'bytes' })),
    await failure(() => env.QUEUE.send(new ArrayBuffer(1), { contentType: 'bytes' })),
    await failure(() => env.QUEUE.send(5, { contentType: 'x' })),
  ],
  'queue: refuses what JSON has no words for': async ({ env }) => [
    await failure(() => env.QUEUE.send(() => 1)),
    await failure(() => env.QUEUE.send(5n)),
  ],
  'queue: refuses messages that are too large': ({ env }) =>
    failure(() => env.QUEUE.send('x'.repeat(130_000))),
  'queue: refuses negative delays': ({ env }) => failure(() => env.QUEUE.send('x', { delaySeconds: -1 })),
  'queue: refuses batches of none and of too many': async ({ env }) => [
    await failure(() => env.QUEUE.sendBatch([])),
    await failure(() => env.QUEUE.sendBatch(Array.from({ length: 101 }, (_, body) => ({ body })))),
    await failure(() => env.QUEUE.sendBatch([{}])),
    await failure(() => env.QUEUE.sendBatch('ab')),
    await failure(() => env.QUEUE.sendBatch()),
  ],
};
