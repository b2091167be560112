// Behaviours of what comes first, what is taken back, and what code of a module may not name.
import * as workers from 'cloudflare:workers';
import { caught, remember, within } from './probes.js';

const fresh = (env) => env.PROBE.get(env.PROBE.newUniqueId());

/** What the Worker and its objects write down, in the order of its happening: they are one module. */
let written = [];
const note = (word) => void written.push(word);

const gates = {
  'the Worker and its objects share a module': async ({ env }) => {
    written = [];
    globalThis.noted = 'by the Worker';
    const stub = fresh(env);
    note('before');
    const index = remember(async ({ storage }) => {
      note(globalThis.noted);
      await storage.put('a', 1);
      globalThis.noted = 'by the object';
      note('kept');
    });
    const running = stub.run(index);
    note('asked');
    await running;
    note(globalThis.noted);
    delete globalThis.noted;
    return written;
  },
  'objects and the Worker take turns': async ({ env }) => {
    written = [];
    const slow = remember(async ({ self }, word = 'object') => {
      note(`${word} begins`);
      await scheduler.wait(10);
      note(`${word} ends ${self.steps.length > 0}`);
    });
    const [first, second] = [fresh(env), fresh(env)];
    await first.log();
    await second.log();
    const both = [first.run(slow), scheduler.wait(5).then(() => second.run(slow))];
    await Promise.all([...both, scheduler.wait(7).then(() => note('Worker'))]);
    return written;
  },
  'what an object throws away stays in the module': async ({ env }) => {
    written = [];
    const id = env.PROBE.newUniqueId();
    const index = remember(({ ctx }) => {
      note('aborts');
      ctx.abort('enough');
    });
    const failed = await caught(() => env.PROBE.get(id).run(index));
    await env.PROBE.get(id).run(remember(() => note('again')));
    return [failed, written];
  },
  'timers, random numbers and bindings of an object are its own': async ({ env }) =>
    fresh(env).run(
      remember(async ({ env: inside, ctx }) => {
        const seen = [inside === env, inside === workers.env, typeof ctx.exports];
        const never = setTimeout(() => seen.push('never'), 1);
        setTimeout(() => seen.push('timer'), 2);
        clearTimeout(never);
        await scheduler.wait(5);
        seen.push(crypto.randomUUID().length, await inside.KV.get('absent from turns'));
        return seen;
      }),
    ),
  'requests to an object overtake calls of the same moment': async ({ env }) => {
    const stub = fresh(env);
    await stub.log();
    await Promise.all([stub.log(), stub.fetch('http://object/step'), stub.log()]);
    return stub.log();
  },
  'a stub of an id without a name has none': async ({ env }) => {
    const stub = fresh(env);
    return [typeof stub.name, 'name' in stub, Object.keys(stub), typeof env.PROBE.getByName('n').name];
  },
  'a transaction that is taken back takes its alarm back': within(async ({ storage }) => {
    const soon = Date.now() + 1_000_000;
    const set = async () => ((await storage.getAlarm()) ?? 0) - soon;
    const seen = [];
    await storage.transaction(async (txn) => {
      await txn.setAlarm(soon);
      txn.rollback();
    });
    seen.push(await storage.getAlarm());
    await storage.setAlarm(soon);
    await caught(() =>
      storage.transaction(async (txn) => {
        await txn.deleteAlarm();
        throw new Error('back');
      }),
    );
    seen.push(await set());
    try {
      storage.transactionSync(() => {
        storage.setAlarm(soon + 5);
        throw new Error('back');
      });
    } catch {
      seen.push(await set());
    }
    await storage.transaction((txn) => txn.setAlarm(soon + 7));
    seen.push(await set());
    await storage.deleteAlarm();
    return seen;
  }),
  'refuses to delete all within a transaction': within(({ storage }) =>
    caught(() => storage.transaction(() => storage.deleteAll())),
  ),
  'keeps values of almost 2.2 million bytes': within(async ({ storage }) => {
    const sizes = [];
    for (const value of [
      new Uint8Array(2_100_000),
      new Uint8Array(2_200_000),
      'x'.repeat(2_100_000),
      'x'.repeat(2_200_000),
      'é'.repeat(2_100_000),
      '☃'.repeat(1_000_000),
      '☃'.repeat(1_200_000),
      { a: 'x'.repeat(1_000_000), b: ['y'.repeat(1_000_000)] },
    ])
      sizes.push(await caught(() => storage.put('k', value)));
    return sizes;
  }),
};

const counted = (prepared, statements) =>
  within(({ storage: { sql } }) => {
    for (const text of prepared) sql.exec(text);
    return statements.map((text) => {
      const cursor = sql.exec(text);
      cursor.toArray();
      return [cursor.rowsRead, cursor.rowsWritten];
    });
  });
const FIVE = [
  'CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT, m INT)',
  "INSERT INTO t (n, m) VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4), ('e', 5)",
];

const counts = {
  'counts the rows that RETURNING reads of an update': counted(FIVE, [
    "UPDATE t SET n = 'z' WHERE id = 1 RETURNING *",
    "UPDATE t SET n = 'z' WHERE id = 99 RETURNING *",
    "UPDATE t SET n = 'y' RETURNING id",
    "UPDATE t SET n = 'x' WHERE m > 3 RETURNING id",
    "UPDATE t SET n = 'w' WHERE n = 'none' RETURNING id",
    "UPDATE t SET n = 'v' WHERE id > 3 RETURNING id",
  ]),
  'counts the rows that RETURNING reads of a delete': counted(FIVE, [
    'DELETE FROM t WHERE id = 1 RETURNING *',
    'DELETE FROM t WHERE id = 99 RETURNING *',
    'DELETE FROM t WHERE m = 77 RETURNING *',
    'DELETE FROM t WHERE id > 4 RETURNING *',
    'DELETE FROM t RETURNING id',
  ]),
  'counts the rows that RETURNING reads of an insert': counted(FIVE, [
    "INSERT INTO t (n) VALUES ('f') RETURNING id",
    "INSERT INTO t (n) VALUES ('f'), ('g') RETURNING id",
    "INSERT INTO t (n) VALUES ('f'), ('g'), ('h') RETURNING id",
    'INSERT OR IGNORE INTO t (id) VALUES (1) RETURNING id',
  ]),
  'counts the rows that a new index is made of': counted(FIVE, [
    'CREATE INDEX im ON t (m)',
    'CREATE UNIQUE INDEX IF NOT EXISTS "in" ON "t" (n)',
  ]),
};

const isolation = {
  'nobody has said how stacks are shown': () => {
    const seen = [typeof Error.prepareStackTrace];
    Error.prepareStackTrace = (error, sites) => `${error.message} at ${typeof sites.length}`;
    seen.push(typeof Error.prepareStackTrace, new Error('here').stack);
    Error.prepareStackTrace = undefined;
    seen.push(typeof Error.prepareStackTrace, new Error('here').stack.split('\n')[0]);
    return seen;
  },
  'functions of the console look native': () =>
    ['log', 'warn', 'assert', 'table'].map((name) => String(console[name]).includes('[native code]')),
  'modules have no arguments': () => caught(() => arguments.length),
  'an empty function needs no text': () => [
    typeof new Function(),
    Function()(),
    new Function().toString(),
    typeof Reflect.construct(Function, []),
  ],
  'an empty text of a function is refused': () => caught(() => new Function('')),
  'an empty generator is refused': () => caught(() => function* () {}.constructor()),
};

const attributed = (edit) =>
  new HTMLRewriter().on('p', { element: edit }).transform(new Response('<p>x</p>')).text();

const rewriting = {
  'takes no symbol for a text': async () => [
    await caught(() => attributed((element) => element.setAttribute('a', Symbol('s')))),
    await caught(() => attributed((element) => element.getAttribute(Symbol('s')))),
    await caught(() => attributed((element) => element.append(Symbol('s')))),
    await caught(() => attributed((element) => (element.tagName = Symbol('s')))),
    await caught(() => new HTMLRewriter().on(Symbol('s'), {})),
  ],
  'says who holds a body that is locked': () => {
    const page = new Response('<p>');
    page.body.getReader();
    return caught(() => new HTMLRewriter().on('p', {}).transform(page).text());
  },
};

const events = {
  'waits take null for no options': () => caught(() => scheduler.wait(1, null)),
  'symbols are no texts': async () => [
    await caught(() => new Event(Symbol('s'))),
    await caught(() => new DOMException(Symbol('s'))),
    await caught(() => new Blob([Symbol('s')])),
    await caught(() => new Response('', { statusText: Symbol('s') })),
    await caught(() => caches.open(Symbol('s'))),
  ],
};

const caching = {
  'headers that are changed after put are not the stored ones': async () => {
    const key = 'http://turns.test/late';
    const response = new Response('x', { headers: { 'cache-control': 'max-age=60' } });
    const stored = caches.default.put(key, response);
    response.headers.set('x-late', '1');
    await stored;
    return (await caches.default.match(key)).headers.get('x-late');
  },
  'the default cache can not be replaced': () =>
    caught(() => {
      caches.default = null;
    }),
};

const database = {
  'a batch of nothing at all': ({ env }) => caught(() => env.DB.batch()),
};

export const turns = { caching, database, events, gates: { ...gates, ...counts }, isolation, rewriting };
