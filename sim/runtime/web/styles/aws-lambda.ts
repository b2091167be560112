// What every Lambda function is called with besides its event, and how it says what it returns: by a promise or by a callback.
import { drawUuid } from '../crypto.ts';
import type { IsolateState } from '../isolate-state.ts';

/** A function that Lambda calls. */
export type LambdaHandler = (event: unknown, context: object, callback: Callback) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

/** Lambda's longest run: what `getRemainingTimeInMillis` counts down from where nothing else is said. */
const TIMEOUT_MS = 30_000;

function contextOf(isolate: IsolateState): object {
  const startMs = isolate.nowMs();
  return {
    awsRequestId: drawUuid(isolate),
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'handler',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
    logGroupName: '/aws/lambda/handler',
    logStreamName: `[$LATEST]${isolate.id}`,
    memoryLimitInMB: '128',
    getRemainingTimeInMillis: () => Math.max(0, TIMEOUT_MS - (isolate.nowMs() - startMs)),
  };
}

/** Calls a function; a value that is returned without a promise counts for nothing, as on Lambda. */
export function callLambda(isolate: IsolateState, handler: LambdaHandler, event: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callback: Callback = (error, result) => {
      if (error === null || error === undefined) resolve(result);
      else reject(error instanceof Error ? error : new Error(String(error)));
    };
    const returned: unknown = handler(event, contextOf(isolate), callback);
    if (typeof (returned as { then?: unknown } | null | undefined)?.then === 'function') resolve(returned);
    else if (handler.length < 3) resolve(null);
  });
}
