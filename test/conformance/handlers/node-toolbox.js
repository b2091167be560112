// Parts of Node that programs take for granted: checks, the process, the machine, streams of both kinds.
import assert from 'node:assert';
import os from 'node:os';
import process from 'node:process';
import { Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';

const CHECKS = [
  () => assert.strictEqual(1, 2),
  () => assert.equal('a', 'b'),
  () => assert.strictEqual('a\nb\nc', 'a\nx\nc'),
  () => assert.strictEqual({ a: 1 }, { a: 1 }),
  () => assert.equal(1, '1'),
  () => assert.deepStrictEqual({ a: 1, b: [1] }, { a: 1, b: [2] }),
  () => assert.deepEqual([1, 2], [1, 2]),
  () => assert.notStrictEqual(1, 1),
  () => assert.notDeepEqual({ a: 1 }, { a: 1 }),
  () => assert.strictEqual(1, 2, 'my words'),
  () => assert.match('abc', /x/),
  () => assert.throws(() => {}),
  () => assert.throws(() => JSON.parse('{'), SyntaxError),
  () =>
    assert.throws(() => {
      throw new Error('x');
    }, /y/),
  () =>
    assert.throws(() => {
      throw new Error('x');
    }, TypeError),
  () =>
    assert.doesNotThrow(() => {
      throw new Error('x');
    }),
  () => assert.ifError(new Error('e')),
  () => assert.fail(),
  () => assert(0),
];

const ROUTES = {
  '/checks': () =>
    CHECKS.map((check) => {
      try {
        check();
        return 'passed';
      } catch (error) {
        return [error.name, error.message, error.code, error.operator];
      }
    }),
  '/process': () => [
    process.argv,
    process.getuid(),
    process.stdout.fd,
    process.stdout.isTTY ?? null,
    process.stderr.write('to the console\n'),
    process.platform,
    process.cwd(),
  ],
  '/machine': () => [os.hostname(), os.tmpdir(), os.arch(), os.cpus().length, os.platform(), os.EOL],
  '/streams': async () => {
    return [
      await text(Readable.fromWeb(new Response('from the web').body)),
      await new Response(Readable.toWeb(Readable.from([Buffer.from('to '), Buffer.from('the web')]))).text(),
      await json(Readable.from(['{"a"', ':1}'])),
    ];
  },
};

export default {
  async fetch(request) {
    const route = ROUTES[new URL(request.url).pathname];
    return route === undefined ? new Response('no such tool', { status: 404 }) : Response.json(await route());
  },
};
