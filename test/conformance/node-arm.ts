// Runs the programs on Node's own classes and prints how many behaviours differ from the record: programs on which Node agrees prove little.
import { registerHooks } from 'node:module';
import { recordedAnswers, sameAnswer } from './record-file.ts';
import type { BehaviourAnswer } from './record-file.ts';

interface Worker {
  readonly default: { fetch(request: Request, env: object, ctx: object): Promise<Response> };
}

/** Milliseconds after which a behaviour counts as one that never answers. */
const PATIENCE_MS = 500;

// Node has no such module; classes that extend nothing stand for those of the platform.
const CLASSES = ['DurableObject', 'WorkerEntrypoint', 'RpcTarget', 'RpcStub', 'RpcPromise', 'RpcProperty'];
const PLATFORM = `${CLASSES.map((name) => `export class ${name} {}`).join(' ')}
export const env = {}, waitUntil = undefined, withEnv = undefined;`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cloudflare:workers'
      ? { url: `data:text/javascript,${encodeURIComponent(PLATFORM)}`, shortCircuit: true }
      : next(specifier, context),
});

// The programs are plain JavaScript, of which the type checker knows nothing.
const programs: string = './programs/worker.js';
const { default: worker }: Worker = await import(programs);
// Node throws errors of listeners where nothing can catch them.
process.on('uncaughtException', () => undefined);

let total = 0;
let different = 0;
for (const [group, recorded] of Object.entries(recordedAnswers().answers)) {
  for (const [name, expected] of Object.entries(recorded)) {
    const query = new URLSearchParams({ group, name });
    const request = new Request(`http://example.com/conformance?${query.toString()}`);
    const late = new Promise<BehaviourAnswer>((resolve) => {
      setTimeout(() => resolve({ error: 'never answered' }), PATIENCE_MS);
    });
    const observed = worker
      .fetch(request, {}, {})
      .then(async (response): Promise<BehaviourAnswer> => JSON.parse(await response.text()));
    total += 1;
    if (!sameAnswer(expected, await Promise.race([observed, late]))) different += 1;
  }
}
console.log(JSON.stringify({ total, different }));
// Behaviours that wait for ever must not keep the process.
process.exit(0);
