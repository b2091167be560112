// Lets a handler ask others in a small scenario, by the same code as `antipode call`, and shows what came back.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CallSession } from '../../sim/call/session.ts';
import type { CallLine, RequestAnswer } from '../../sim/call/lines.ts';
import { prepareCall } from '../../sim/call/setup.ts';
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Files of a scenario by name; `handler.ts` is the handler that is called. */
export type Files = Readonly<Record<string, string>>;

/** A scenario of one arm at the edge, with further keys as YAML. */
export function scenarioOf(keys: string): string {
  return `title: A test\nrate: 1/s\nrequests: [{ get: / }]\narms: { edge: { platform: cloudflare-workers } }\n${keys}`;
}

/** A world with its user in one city, which takes lines. */
export async function openWorld(files: Files, from?: string): Promise<CallSession> {
  const folder = temporaryFolder('asked');
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const setup = await prepareCall({
    handler: join(folder, 'handler.ts'),
    scenario: join(folder, 'scenario.yaml'),
    from,
  });
  const { plan, bundles, files: planFiles, cached, inScenario } = setup;
  const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (id) => id }, await buildWebSource(), 'own');
  const geography = new Geography(plan, planFiles);
  return new CallSession({
    plan,
    bundles,
    geography,
    writer: new RequestWriter(plan),
    realm,
    cached,
    inScenario,
    pulse: () => {},
  });
}

/** The answer to a request for a path. */
export function ask(world: CallSession, path = '/'): RequestAnswer {
  const line: CallLine = { method: 'GET', url: `https://app.example${path}` };
  const answer = world.take(line);
  if (!('timing' in answer)) throw new Error('a request without a response');
  return answer;
}

/** How long an operation of an answer took, in milliseconds. */
export function tookMs(answer: RequestAnswer, index = 0): number {
  const op = answer.ops[index];
  if (op === undefined || op.endMs === null) throw new Error(`operation ${index} has no answer`);
  return op.endMs - op.startMs;
}
