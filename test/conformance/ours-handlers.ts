// Runs the whole handlers in realms of ours, each with a KV namespace and module state of its own.
import { join } from 'node:path';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { openBench } from '../runtime/run.ts';
import { handlerAnswer } from './handler-file.ts';
import type { HandlerAnswer, HandlerRequest } from './handler-file.ts';
import { answerOperations } from './ours.ts';

/** What our realm answers to the requests of one handler, sent one after the other. */
export async function ourHandlerAnswers(
  name: string,
  requests: readonly HandlerRequest[],
): Promise<readonly HandlerAnswer[]> {
  const bundle = await bundleHandler(join(import.meta.dirname, `handlers/${name}.js`));
  const bench = openBench({ answer: answerOperations() });
  const isolate = bench.start(bundle, [{ kind: 'kv', name: 'KV' }]);
  return requests.map(({ url, method = 'GET', headers = {}, body }) => {
    const outcome = bench.call(isolate, {
      method,
      url: `http://example.com${url}`,
      headers: Object.entries(headers).flat(),
      body: body ?? null,
    });
    if (outcome.hung || outcome.error !== '') {
      return { status: 0, headers: [], body: outcome.hung ? 'hung' : outcome.error };
    }
    const pairs: [string, string][] = [];
    for (let i = 0; i + 1 < outcome.headerList.length; i += 2) {
      pairs.push([outcome.headerList[i] ?? '', outcome.headerList[i + 1] ?? '']);
    }
    return handlerAnswer(outcome.status, pairs, outcome.bytes);
  });
}
