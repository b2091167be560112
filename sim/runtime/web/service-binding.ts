// A service binding: another Worker under `env`, called by `fetch` or by the methods of its entry point.
import { coerceRequest, sendRequest } from './fetch.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { packValue, unpackValue } from './remote-values.ts';

/** Names that the language itself asks of any object; they are no remote methods. */
const LOCAL = ['then', 'catch', 'finally', 'toJSON', 'constructor'];

/** The binding: any other property is a method of the remote entry point; arguments and results are cloned, as far as they are no functions. */
export function makeService(isolate: IsolateState, name: string): object {
  const fetch = async (input: unknown, init?: unknown): Promise<unknown> =>
    sendRequest(isolate, { verb: 'service.fetch', binding: name }, coerceRequest(input, init));
  const call = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    const ask = {
      verb: 'service.call',
      binding: name,
      key: method,
      optionsJson: packValue(args),
      body: null,
    };
    const { value } = await perform(isolate, ask);
    return typeof value === 'string' && value !== '' ? unpackValue(JSON.parse(value)) : undefined;
  };
  return new Proxy(
    {},
    {
      get(_target, property) {
        if (property === 'fetch') return fetch;
        if (typeof property === 'symbol' || LOCAL.includes(property)) return undefined;
        return (...args: unknown[]) => call(property, args);
      },
    },
  );
}
