// `antipode serve`: a local page that shows a run while it happens, changes a few values, runs again and compares.
import { Command } from 'commander';
import { once } from 'node:events';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The command `serve`. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .summary('open a local page to run, watch, change and compare')
    .description(
      'Serves a page on this machine only (127.0.0.1, a free port, a secret address): run a scenario and watch the map fill, follow single requests, change seed, traffic, arms, TTL or origin region, run again, compare. Ctrl-C ends it.',
    )
    .argument('<scenario or result>', 'scenario file or folder, or result.json of a run')
    .addHelpText(
      'after',
      examples('antipode serve scenarios/hello', 'antipode serve out/flagship/result.json'),
    )
    .action((path: string) => serve(path, terminal));
}

async function serve(path: string, terminal: Terminal): Promise<void> {
  const { openSession } = await import('./serve/session.ts');
  const { serveSession } = await import('./serve/http.ts');
  const { newToken } = await import('./serve/token.ts');
  const session = await openSession(path, (text) => terminal.err(text));
  const serving = await serveSession(session, newToken());
  terminal.out(`${serving.url}\n`);
  terminal.err('Open this address in a browser; Ctrl-C ends it.\n');
  const ended = new AbortController();
  const options = { signal: ended.signal };
  await Promise.race([once(process, 'SIGINT', options), once(process, 'SIGTERM', options)]);
  ended.abort();
  await serving.close();
}
