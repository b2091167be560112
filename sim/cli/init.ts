// `antipode init`: a first scenario with its handler and what an editor needs to complete and explain it.
import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { SimError } from '../errors.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The command `init`. */
export function initCommand(terminal: Terminal): Command {
  return new Command('init')
    .summary('write a first scenario and handler into a new folder')
    .description('Writes a scenario, a handler and editor settings into a folder, and says what to do next.')
    .argument('<folder>', 'the folder; it is made when it does not exist')
    .addHelpText('after', examples('antipode init out/my-edge', 'antipode init out/my-api'))
    .action((folder: string) => init(folder, terminal));
}

async function init(folder: string, terminal: Terminal): Promise<void> {
  const { writeWhole } = await import('../write-file.ts');
  const { scenarioJsonSchema } = await import('../scenario/schema.ts');
  const files: Readonly<Record<string, string>> = {
    'scenario.yaml': scenarioText(basename(resolve(folder))),
    'handler.ts': HANDLER,
    'scenario.schema.json': `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
    '.vscode/extensions.json': `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`,
  };
  const taken = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (taken !== undefined)
    throw new SimError('E_FILE', `${join(folder, taken)} exists already`, {
      at: { file: join(folder, taken) },
      hint: 'name a new folder; nothing was written',
    });
  for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text);
  terminal.out(
    `${Object.keys(files)
      .map((name) => `Written: ${join(folder, name)}`)
      .join('\n')}\n`,
  );
  terminal.err(
    `\nNext:\n  npx antipode run ${folder}\nThen change a number in ${join(folder, 'scenario.yaml')} and run it again.\n`,
  );
}

function scenarioText(name: string): string {
  return `# yaml-language-server: $schema=./scenario.schema.json
title: ${JSON.stringify(name)}
question: What would this code gain at the edge?
rate: 50/s # requests over the whole world
window: 2min
requests:
  - { name: hello, weight: 9, get: '/hello/{user}' }
  - { name: count, weight: 1, post: '/hello/{user}' }
stores:
  KV: { kind: workers-kv }
arms:
  origin: { platform: node-origin, stores: { KV: { kind: regional-kv } } }
  edge: { platform: cloudflare-workers }
thresholds: ['edge.ttfb.p50 < origin.ttfb.p50']
`;
}

const HANDLER = `// Greets a visitor, and counts the greetings in a key-value store.
interface Env {
  KV: { get(key: string): Promise<string | null>; put(key: string, value: string): Promise<void> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const key = new URL(request.url).pathname;
    const count = Number((await env.KV.get(key)) ?? '0');
    if (request.method === 'POST') await env.KV.put(key, String(count + 1));
    return Response.json({ greetings: count });
  },
};
`;
