// Behaviours of sockets into Durable Objects: with listeners of their own, and kept by the object while it sleeps.
const fresh = (env) => env.PROBE.get(env.PROBE.newUniqueId());

/** Opens a socket to an object and notes what comes back. */
async function opened(stub, as) {
  const response = await stub.fetch(`https://object/socket?as=${as}`, { headers: { upgrade: 'websocket' } });
  const socket = response.webSocket;
  const heard = [];
  socket.binaryType = 'arraybuffer';
  socket.accept();
  socket.addEventListener('message', ({ data }) =>
    heard.push(typeof data === 'string' ? data : [...new Uint8Array(data)]),
  );
  socket.addEventListener('close', ({ code, reason, wasClean }) => heard.push([code, reason, wasClean]));
  const say = async (...messages) => {
    for (const message of messages) socket.send(message);
    await scheduler.wait(30);
  };
  return { response, socket, heard, say };
}

async function conversation(env, as, ...messages) {
  const { heard, say } = await opened(fresh(env), as);
  await say(...messages);
  return heard;
}

export const objectSockets = {
  'answers an upgrade with 101 and a socket': async ({ env }) => {
    const { response, socket } = await opened(fresh(env), 'plain');
    return [response.status, socket instanceof WebSocket, socket.readyState];
  },
  'carries messages to listeners in an object': ({ env }) => conversation(env, 'plain', 'a', 'b'),
  'closes a socket with listeners from either side': async ({ env }) => {
    const { socket, heard, say } = await opened(fresh(env), 'plain');
    await say('x');
    socket.close(4000, 'bye');
    await scheduler.wait(30);
    return heard;
  },
  'carries messages to the hooks of an object': ({ env }) => conversation(env, '', 'a', 'b'),
  'carries bytes to the hooks as buffers': ({ env }) => conversation(env, '', new Uint8Array([1, 2, 3])),
  'keeps an attachment with the socket': ({ env }) => conversation(env, 'x', 'attachment', 'attachment'),
  'knows the tags of a socket': ({ env }) => conversation(env, 'b,a', 'tags'),
  'hands hooks the socket that it lists': ({ env }) => conversation(env, '', 'same'),
  'finds sockets by tag': async ({ env }) => {
    const stub = fresh(env);
    await opened(stub, 'a');
    const second = await opened(stub, 'a,b');
    await opened(stub, '');
    await second.say('counts');
    return second.heard;
  },
  'sends to all sockets of an object': async ({ env }) => {
    const stub = fresh(env);
    const [one, two] = [await opened(stub, ''), await opened(stub, '')];
    await one.say('all');
    return [one.heard, two.heard];
  },
  'closes from the hook': ({ env }) => conversation(env, '', 'close'),
  'tells the hook of a close': async ({ env }) => {
    const stub = fresh(env);
    const { socket, heard, say } = await opened(stub, '');
    await say('x');
    socket.close(4002, 'done');
    await scheduler.wait(50);
    return [heard, await stub.read('closed')];
  },
  'closes without a code': async ({ env }) => {
    const stub = fresh(env);
    const { socket, say } = await opened(stub, '');
    await say('x');
    socket.close();
    await scheduler.wait(50);
    return stub.read('closed');
  },
  'hears what code says by a socket just before it ends': async ({ env, ctx }) => {
    const stub = fresh(env);
    await ctx.exports.Remote.passBy(String(stub.id), 'a');
    await scheduler.wait(50);
    return stub.read('closed');
  },
  'goes on using a socket that an object has opened in an earlier call': async ({ env }) => {
    const [near, far] = [fresh(env), fresh(env)];
    await near.reachOut(String(far.id));
    await scheduler.wait(20);
    return near.sayOn('a');
  },
};
