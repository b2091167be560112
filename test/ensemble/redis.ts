// Starts a Redis or Valkey of its own on a free loopback port, for tests of the queue; says loudly when the machine has none.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The program's name; null when there is none, which is said once. */
export function findRedis(): string | null {
  for (const name of ['redis-server', 'valkey-server'])
    if (spawnSync(name, ['--version']).status === 0) return name;
  console.warn(
    '\nSKIPPED: tests of the queue. No redis-server was found; install it (Debian: apt-get install redis-server).\n',
  );
  return null;
}

/** A server that keeps nothing; resolves once it answers. */
export async function startRedis(program: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'antipode-redis-'));
  const port = await freePort();
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const text of child.stdout) if (/ready to accept connections/i.test(String(text))) break;
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
