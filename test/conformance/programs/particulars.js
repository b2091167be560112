// Particulars of rewriting, caches, stores and objects that ordinary programs meet seldom, and then rely on.
import { within } from './probes.js';
import { page, rewrite, rewriteAll } from './rewriting-pages.js';

const said = async (run) => {
  try {
    return await run();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error;
  }
};
const each = async (...runs) => {
  const results = [];
  for (const run of runs) results.push(await said(run));
  return results;
};
const stream = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
const kept = (body, headers = {}) =>
  new Response(body, { headers: { 'cache-control': 'max-age=60', ...headers } });
const at = (name) => `http://particular.test/${name}`;
const cache = globalThis.caches?.default;
const append = (content, options) => () =>
  rewrite('<p>a</p>', 'p', { element: (element) => void element.append(content(), options) });

const rewriting = {
  'hands over a long text in one piece': async () => {
    const seen = [];
    await rewrite(`<p>${'é'.repeat(6000)}</p>`, 'p', {
      text: ({ text, lastInTextNode }) => void seen.push([text.length, lastInTextNode]),
    });
    return seen;
  },
  'shows what tokens say as their own': async () => {
    const seen = [];
    const own = (token) => void seen.push({ ...token });
    await new HTMLRewriter()
      .on('p', { element: own, text: own, comments: own })
      .onDocument({ doctype: own })
      .transform(page('<!doctype html><p a=1>t<!--c--></p>'))
      .text();
    return [seen, JSON.stringify(seen)];
  },
  'refuses streams beside comments and at the end': async () => {
    const seen = [];
    const tries = (token, methods) =>
      Promise.all(
        methods.map(async (method) => seen.push(await said(() => token[method](stream()) && 'done'))),
      );
    await rewriteAll('<!--a-->', {
      comments: (comment) => tries(comment, ['before', 'after', 'replace']),
      end: (end) => tries(end, ['append']),
    });
    return seen;
  },
  'refuses streams that are read by others': async () => {
    const locked = stream();
    locked.getReader();
    const used = new Response('used');
    await used.text();
    return each(
      append(() => locked),
      append(() => used),
    );
  },
  'takes texts and bytes in streams, and nothing else': () =>
    each(
      append(() => stream('text', new Uint8Array([33]))),
      append(() => stream(5)),
      append(() => stream(new Uint8Array([97, 255]))),
      append(() => stream(new Uint8Array([97, 0xc3]))),
    ),
  'writes in the encoding of the page': async () => {
    const seen = [];
    const charsets = {
      shift_jis: [0x93, 0xfa],
      'euc-kr': [0xc7, 0xd1],
      gbk: [0xd6, 0xd0],
      big5: [0xa4, 0xa4],
    };
    for (const [charset, bytes] of Object.entries(charsets)) {
      const source = new Response(new Uint8Array([60, 112, 62, ...bytes, 60, 47, 112, 62]), {
        headers: { 'content-type': `text/html; charset=${charset}` },
      });
      const handlers = {
        element: (element) => void element.setAttribute('a', '日é'),
        text: ({ text }) => void seen.push(text),
      };
      const response = new HTMLRewriter().on('p', handlers).transform(source);
      seen.push(await response.arrayBuffer());
    }
    return seen;
  },
};

const caching = {
  'reads ranges however they are written': async () => {
    await cache.put(at('ranges'), kept('0123456789'));
    const seen = [];
    for (const range of ['BYTES=0-1', ' bytes = 2 - 3', 'bytes=-20', 'bytes=-10', 'bytes=', 'bytes=-0']) {
      const found = await cache.match(new Request(at('ranges'), { headers: { range } }));
      seen.push([found.status, await found.text()]);
    }
    return seen;
  },
  'tells of a range that is not there before anything else': async () => {
    await cache.put(at('absent'), kept('abc', { etag: '"a"' }));
    const headers = { range: 'bytes=9-', 'if-none-match': '"a"' };
    const locked = kept('locked');
    locked.body.getReader();
    return [
      (await cache.match(new Request(at('absent'), { headers }))).status,
      await said(() => cache.put(at('locked'), locked)),
    ];
  },
  'reads dates of HTTP only': async () => {
    await cache.put(at('dates'), kept('a', { 'last-modified': 'Wed, 01 Jan 2020 00:00:00 GMT' }));
    const statuses = [];
    for (const since of ['2021-01-01', 'Fri, 01 Jan 2021 00:00:00 GMT', 'Friday, 01-Jan-21 00:00:00 GMT']) {
      const headers = { 'if-modified-since': since };
      statuses.push((await cache.match(new Request(at('dates'), { headers }))).status);
    }
    return statuses;
  },
  'refuses keys that name no host, or a password': () =>
    each(
      ...['http://user@particular.test/', 'data:,a', 'about:blank'].flatMap((key) => [
        () => cache.put(key, kept('a')),
        () => cache.match(key),
        () => cache.delete(key),
      ]),
      () => cache.match('ftp://particular.test/'),
      () => cache.delete('foo://particular.test/'),
    ),
  'keeps a body where there was none, and its length': async () => {
    await cache.put(at('none'), kept(null));
    const { readable, writable } = new FixedLengthStream(3);
    const writer = writable.getWriter();
    writer.write(new Uint8Array([97, 98, 99])).then(() => writer.close());
    await cache.put(at('fixed'), kept(readable));
    const found = await cache.match(at('none'));
    return [found.body === null, (await cache.match(at('fixed'))).headers.get('content-length')];
  },
  'says itself what it found': async () => {
    await cache.put(at('status'), kept('a', { 'cf-cache-status': 'MINE' }));
    return (await cache.match(at('status'))).headers.get('cf-cache-status');
  },
  'asks for no copy where none is wanted': async ({ env }) => {
    const probe = env.PROBE.get(env.PROBE.newUniqueId());
    const seen = [];
    for (const mode of ['no-store', 'no-cache']) {
      const response = await probe.fetch('http://a/seen', { cache: mode, headers: { pragma: 'own' } });
      seen.push((await response.json())[2]);
    }
    return seen;
  },
  'refuses a time to live for what is not to be kept': () =>
    fetch('http://upstream.test/mirror', { cache: 'no-store', cf: { cacheTtl: 5 } }),
};

const NAMED = [
  'CREATE TABLE IF NOT EXISTS particular (a)',
  'CREATE TABLE "particular" (b)',
  'CREATE VIEW particular AS SELECT 1',
  'SELECT count(*) FROM particular WHERE count(*) > 1',
  'SELECT sum(a) + max(sum(a)) FROM particular',
  'SELECT row_number() FROM particular',
  'UPDATE particular SET b = 1',
  'UPDATE particular SET a = 1 WHERE b',
  'SELECT 1;;',
  'SELECT 1; -- one',
  'SELECT 1 -- one',
];
const database = {
  'says where tables and functions stand that cannot be': ({ env }) =>
    each(...NAMED.map((sql) => async () => (await env.DB.prepare(sql).run()).results)),
};

const objects = {
  'tells a target that its caller is done with it': async ({ env }) => {
    const probe = env.PROBE.get(env.PROBE.newUniqueId());
    {
      const lent = await probe.lend('one');
      const copy = lent.dup();
      lent[Symbol.dispose]();
      await copy.use();
      copy[Symbol.dispose]();
    }
    const several = await probe.lendSeveral();
    several[Symbol.dispose]();
    await scheduler.wait(5);
    return (await probe.log()).filter((step) => step.startsWith('back'));
  },
};

const gates = {
  'lets answers of storage arrive after two turns': within(async ({ storage }) => {
    const seen = [];
    for (const ask of [() => storage.put('a', 1), () => storage.get('a'), () => storage.delete('a')]) {
      let turns = 0;
      let over = false;
      const asked = ask().then(() => (over = true));
      while (!over && turns < 50) {
        await null;
        turns++;
      }
      await asked;
      seen.push(turns);
    }
    return seen;
  }),
  'refuses a transaction that is over': within(async ({ storage }) => {
    let kept;
    await storage.transaction(async (transaction) => {
      kept = transaction;
      await transaction.put('a', 1);
    });
    return each(
      () => kept.get('a'),
      () => kept.put('a', 2),
      () => kept.rollback(),
      () => storage.get('a'),
      () => storage.put(),
    );
  }),
  'refuses long statements and too many parameters': within(({ storage }) =>
    each(
      () => storage.sql.exec(`SELECT '${'x'.repeat(100_001)}'`),
      () =>
        storage.sql.exec(
          `SELECT ${Array.from({ length: 101 }, () => '?').join()}`,
          ...new Array(101).fill(1),
        ),
      () => storage.sql.exec('SELECT zeroblob(3000000)').toArray(),
    ),
  ),
  'takes sockets once, and pairs of texts that are not too long': within(({ ctx }) => {
    const ends = () => Object.values(new WebSocketPair());
    const accepted = ends()[1];
    accepted.accept();
    const kept = ends()[1];
    ctx.acceptWebSocket(kept);
    return each(
      () => ctx.acceptWebSocket(accepted),
      () => ctx.acceptWebSocket(kept),
      () => kept.accept(),
      () => ctx.acceptWebSocket(ends()[1], 'tag'),
      () => ctx.getTags(ends()[1]),
      () => new WebSocketRequestResponsePair('a'),
      () => ctx.setWebSocketAutoResponse('a'),
      () => ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('x'.repeat(2049), 'y')),
      () => ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('x', 'y'.repeat(2049))),
    );
  }),
  'lets every socket have an attachment': () => {
    const [socket] = Object.values(new WebSocketPair());
    const before = socket.deserializeAttachment();
    socket.serializeAttachment({ at: new Date(0) });
    return each(
      () => before,
      () => socket.deserializeAttachment(),
      () => socket.serializeAttachment(),
      () => socket.serializeAttachment('x'.repeat(17_000)),
      () => socket.deserializeAttachment(),
    );
  },
  'gives no socket to who did not ask for one': ({ env }) =>
    env.PROBE.get(env.PROBE.newUniqueId()).fetch('http://a/socket'),
  'waits for what a socket says': async ({ env }) => {
    const probe = env.PROBE.get(env.PROBE.newUniqueId());
    const answers = [];
    for (const as of ['', 'plain']) {
      const response = await probe.fetch(`http://a/socket?as=${as}`, { headers: { upgrade: 'websocket' } });
      const socket = response.webSocket;
      socket.accept();
      const heard = new Promise((resolve) => {
        socket.addEventListener('message', ({ data }) => resolve(data));
      });
      socket.send(as === '' ? 'tags' : 'hello');
      answers.push(await heard);
    }
    return answers;
  },
};

export const particulars = { gates, caching, database, objects, rewriting };
