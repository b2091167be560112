// `antipode serve`: a local page that shows a run while it happens, changes a few values, runs again and compares; or tells a lesson to a room.
import { Command } from 'commander';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { SimError } from '../errors.ts';
import { examples, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ServeOptions {
  readonly lesson?: number;
  readonly teacher?: true;
  readonly host: string;
}

const LOOPBACK = '127.0.0.1';

/** The command `serve`. */
export function serveCommand(terminal: Terminal): Command {
  return new Command('serve')
    .summary('open a local page to run, watch, change and compare')
    .description(
      'Serves a page on this machine only (127.0.0.1, a free port, a secret address): run a scenario and watch the map fill, follow single requests, change seed, traffic, arms, TTL or origin region, run again, compare. Ctrl-C ends it.',
    )
    .argument('[scenario or result]', 'scenario file or folder, or result.json of a run')
    .option('--lesson <n>', 'tell a lesson on the page, in large type', wholeNumber(1, 99))
    .option('--teacher', "with --lesson: show the instructor's notes as well")
    .option('--host <address>', 'listen on another address of this machine, for the whole network', LOOPBACK)
    .addHelpText(
      'after',
      examples(
        'antipode serve scenarios/hello',
        'antipode serve out/flagship/result.json',
        'antipode serve --lesson 1 --teacher',
      ),
    )
    .action((path: string | undefined, options: ServeOptions) => serve(path, options, terminal));
}

async function serve(path: string | undefined, options: ServeOptions, terminal: Terminal): Promise<void> {
  const { serveSession } = await import('./serve/http.ts');
  const { newToken } = await import('./serve/token.ts');
  const { session, classroom } = await opened(path, options, terminal);
  const { host } = options;
  if (isIP(host) === 0)
    throw new SimError('E_USAGE', `--host expects an address of this machine, and "${host}" is none`, {
      hint: 'such as 192.168.1.20, or 0.0.0.0 for all of them',
    });
  const serving = await serveSession(session, newToken(), { host, classroom });
  terminal.out(`${serving.url}\n`);
  if (host !== LOOPBACK)
    terminal.err('Everybody in this network who knows the address, secret included, may look and run.\n');
  terminal.err('Open this address in a browser; Ctrl-C ends it.\n');
  const ended = new AbortController();
  const until = { signal: ended.signal };
  await Promise.race([once(process, 'SIGINT', until), once(process, 'SIGTERM', until)]);
  ended.abort();
  await serving.close();
}

async function opened(path: string | undefined, { lesson, teacher }: ServeOptions, terminal: Terminal) {
  const say = (text: string): void => terminal.err(text);
  if ((path === undefined) === (lesson === undefined))
    throw new SimError('E_USAGE', 'serve needs either a scenario, a result, or --lesson <n>', {
      hint: 'npx antipode serve scenarios/hello',
    });
  if (path === undefined) {
    const { openClassroom } = await import('./serve/classroom.ts');
    return openClassroom(lesson ?? 1, { teacher: teacher === true, say });
  }
  if (teacher) throw new SimError('E_USAGE', '--teacher goes with --lesson <n>');
  const { openSession } = await import('./serve/session.ts');
  return { session: await openSession(path, say), classroom: null };
}
