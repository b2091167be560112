// Reads the body of a request when its response has left, at once and after a pause, and tells the next request what came of it.
let found = Promise.resolve('nothing');

const read = (request) =>
  request.text().then(
    (text) => `read ${text}`,
    (error) => `${error.name}: ${error.message}`,
  );

const LATE = {
  '/at-once': (request) => read(request),
  '/paused': async (request) => {
    await scheduler.wait(20);
    return read(request);
  },
  '/copied': async (request) => {
    const copy = request.clone();
    await scheduler.wait(20);
    return `${await read(copy)}, ${await read(request)}`;
  },
  '/empty': async (request) => {
    await scheduler.wait(20);
    return read(request);
  },
};

export default {
  async fetch(request, _env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === '/found') {
      await scheduler.wait(60);
      return new Response(await found);
    }
    const late = LATE[pathname](request).then((text) => {
      found = text;
    });
    ctx.waitUntil(late);
    return new Response('done');
  },
};
