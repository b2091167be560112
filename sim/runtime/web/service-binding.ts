// A service binding: another Worker under `env`, called by `fetch` or by the methods of its entry point.
import type { IsolateState } from './isolate-state.ts';

/** The binding: any name but those of every object is a method or property of the remote entry point. */
export function makeService(isolate: IsolateState, name: string): object {
  return isolate.rpc.serviceOf({ verb: 'service', binding: name, details: {} });
}
