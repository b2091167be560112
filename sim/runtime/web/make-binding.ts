// Makes one entry of `env` from what the plan says of it.
import { D1Database } from './d1-binding.ts';
import type { IsolateState } from './isolate-state.ts';
import { KvNamespace } from './kv-binding.ts';
import { KeyValueStore } from './kvs-binding.ts';
import { WorkerQueue } from './queue-binding.ts';
import { DurableObjectNamespace } from './objects/object-namespace.ts';
import { R2Bucket } from './r2-binding.ts';
import { Ratelimit } from './rate-limit-binding.ts';
import { makeService } from './service-binding.ts';

/** A binding as it crosses the wall: its kind, its name, and for a variable its value. */
export interface BindingText {
  readonly kind: string;
  readonly name: string;
  readonly value?: unknown;
  /** For a Durable Object: the class that the handler exports. */
  readonly className?: string;
}

/** The object that a handler finds under `env[spec.name]`. */
export function makeBinding(isolate: IsolateState, spec: BindingText): unknown {
  switch (spec.kind) {
    case 'var':
      return spec.value;
    case 'kv':
      return new KvNamespace(isolate, spec.name);
    case 'd1':
      return new D1Database(isolate, spec.name);
    case 'r2':
      return new R2Bucket(isolate, spec.name);
    case 'queue':
      return new WorkerQueue(isolate, spec.name);
    case 'ratelimit':
      return new Ratelimit(isolate, spec.name);
    case 'object':
      return new DurableObjectNamespace({
        isolate,
        binding: spec.name,
        className: spec.className ?? '',
        jurisdiction: undefined,
      });
    case 'kvs':
      return new KeyValueStore(isolate, spec.name);
    case 'service':
      return makeService(isolate, spec.name);
    default:
      throw new TypeError(`There is no binding of kind "${spec.kind}".`);
  }
}
