// Bench entry `loopback`: handler invocations per second of a whole trial, and of workerd and miniflare as servers on this machine.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from '../runtime/run.ts';
import type { Entry, Peer } from './rounds.ts';
import { rateOf } from './rounds.ts';
import { wholeTrial } from './whole-trial.ts';
import { workFolder } from './work-folder.ts';

const HELLO = `export default { fetch() { return new Response('hello'); } };`;
const HOST = '127.0.0.1';
const COMPATIBILITY_DATE = '2026-04-01';
const CONNECTIONS = 16;
const REQUESTS = 12_000;

/** The conformance suite's install, which brings both. */
const INSTALL = join(import.meta.dirname, '../conformance/package.json');
const requireThere = createRequire(INSTALL);

/** A server on loopback. */
interface Server {
  readonly port: number;
  readonly stop: () => unknown;
}

/** The whole of workerd, as its own documentation configures it. */
async function startWorkerd(): Promise<Server> {
  const folder = workFolder('workerd');
  writeFileSync(join(folder, 'hello.js'), HELLO);
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "hello", esModule = embed "hello.js")], compatibilityDate = "${COMPATIBILITY_DATE}"))],
  sockets = [(name = "http", address = "${HOST}:0", http = (), service = "main")]
);
`,
  );
  const { default: program } = requireThere('workerd') as { readonly default: string };
  // On the descriptor it is given, workerd says which port the system gave it.
  const child = spawn(program, ['serve', 'config.capnp', '--control-fd=1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    const port = /"port":(\d+)/.exec(String(chunk))?.[1];
    if (port !== undefined) return { port: Number(port), stop: () => child.kill() };
  }
  throw new Error('workerd ended before it listened');
}

async function startMiniflare(): Promise<Server> {
  const { Miniflare } = requireThere('miniflare') as {
    readonly Miniflare: new (options: object) => {
      readonly ready: Promise<URL>;
      readonly dispose: () => Promise<void>;
    };
  };
  const miniflare = new Miniflare({
    modules: true,
    script: HELLO,
    host: HOST,
    compatibilityDate: COMPATIBILITY_DATE,
  });
  const { port } = await miniflare.ready;
  return { port: Number(port), stop: () => miniflare.dispose() };
}

/** Sends requests over connections that are kept, on each one after the other, and returns how many were answered in a second. */
async function rateOver({ port }: Server): Promise<number> {
  const start = performance.now();
  let left = REQUESTS;
  const clients = Array.from({ length: CONNECTIONS }, () => client(port, () => left-- > 0));
  await Promise.all(clients);
  return (REQUESTS * 1000) / (performance.now() - start);
}

function client(port: number, another: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ port, host: HOST, noDelay: true });
  let heard = '';
  const send = (): void => {
    heard = '';
    if (another()) socket.write('GET / HTTP/1.1\r\nHost: app.example\r\n\r\n');
    else socket.end();
  };
  socket.on('connect', send);
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
    if (!heard.startsWith('HTTP/1.1 200')) socket.destroy(new Error(`unexpected answer ${heard}`));
    // The whole body has come, of a length told beforehand or in chunks.
    else if (/\r\n\r\n(hello|5\r\nhello\r\n0\r\n\r\n)$/.test(heard)) send();
  });
  socket.on('error', reject).on('close', () => resolve());
  return promise;
}

async function trialRate(): Promise<() => number> {
  const realm = createRealm(
    { seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId },
    await buildWebSource(),
  );
  const bundle = await bundleSource(HELLO);
  const scenario = { requests: [{ name: 'hello', get: '/' }], rate: '2000/s', window: '50s' };
  const trial = wholeTrial(scenario, { bundle, realm });
  let seed = 0;
  return () => {
    let requests = 0;
    const perTrial = rateOf(1, () => {
      requests = trial.run(++seed).counters['requests'] ?? 0;
    });
    return requests * perTrial;
  };
}

function isInstalled(): boolean {
  try {
    requireThere.resolve('miniflare');
    return true;
  } catch {
    return false;
  }
}

/** Invocations of a handler that says hello. */
export const loopback: Entry = {
  method: `Handler invocations per second, which is not the same work: hello in whole simulated trials on one thread, and the same handler in servers on this machine, asked over loopback by ${CONNECTIONS} connections of this process, each with one request at a time. Client and server share the cores.`,
  async prepare() {
    if (!isInstalled()) {
      const skipped = ['workerd', 'miniflare'].map(
        (name) => `${name}: not installed (npm ci --prefix test/conformance)`,
      );
      return { comparisons: [], skipped };
    }
    const workerd = await startWorkerd();
    const miniflare = await startMiniflare();
    const peers: Peer[] = [
      { name: 'workerd over loopback', run: () => rateOver(workerd) },
      { name: 'miniflare over loopback', run: () => rateOver(miniflare) },
    ];
    const subject = { name: 'whole trial', run: await trialRate() };
    return {
      comparisons: [{ name: 'hello', operation: 'handler invocations', subject, peers }],
      skipped: [],
      done: async () => {
        await workerd.stop();
        await miniflare.stop();
      },
    };
  },
};
