// Makes a Worker out of one web-platform-test: the harness, the scripts it names and the test, run by the first request.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Names that a test's relative fetches may ask for. */
const RESOURCE = /["'`](?:\.\.?\/)*((?:[\w-]+\/)*resources\/[\w.-]+\.json)["'`]/g;

function includes(root: string, file: string, text: string): string[] {
  const scripts: string[] = [];
  for (const [, name = ''] of text.matchAll(/^\/\/ META: script=(.*)$/gm)) {
    const path = name.trim().split('?')[0] ?? '';
    scripts.push(path.startsWith('/') ? join(root, path) : join(dirname(file), path));
  }
  return scripts;
}

function resources(file: string, texts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts) {
    for (const [, path = ''] of text.matchAll(RESOURCE)) {
      for (const base of [dirname(file), join(dirname(file), '..')]) {
        const full = join(base, path);
        if (existsSync(full)) found[path.split('/').at(-1) ?? path] = readFileSync(full, 'utf8');
      }
    }
  }
  return found;
}

/** The text of a Worker that answers with `[[name, status, message]…]` as JSON; statuses are those of testharness.js, 0 for a pass. */
export function workerText(root: string, file: string, patienceMs: number): string {
  const test = readFileSync(file, 'utf8');
  const scripts = includes(root, file, test).filter((path) => existsSync(path));
  const texts = scripts.map((path) => readFileSync(path, 'utf8'));
  const harness = readFileSync(join(root, 'resources/testharness.js'), 'utf8');
  const served = JSON.stringify(resources(file, [...texts, test]));
  return `// ${relative(root, file)}
const SERVED = ${served};
const OUT = [];
globalThis.location = { search: '', href: 'http://web-platform.test/', origin: 'http://web-platform.test', pathname: '/' };
function load() {
${harness}
}
function run(done) {
  const fetch = async (path) => {
    const text = SERVED[String(path).split('/').at(-1)];
    return { ok: text !== undefined, text: async () => text, json: async () => JSON.parse(text) };
  };
  setup({ explicit_timeout: true });
  add_result_callback(({ name, status, message }) => OUT.push([name, status, message ?? '']));
  add_completion_callback(() => done());
${texts.join('\n')}
${test}
}
let running;
export default {
  async fetch() {
    load();
    running ??= new Promise((resolve, reject) => {
      try { run(resolve); } catch (error) { reject(error); }
    });
    let failed = '';
    await Promise.race([running, scheduler.wait(${patienceMs})]).catch((error) => { failed = String(error); });
    return new Response(JSON.stringify({ results: OUT, failed }));
  },
};
`;
}
