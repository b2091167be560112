// What handlers that look for a way out are given: a KV store whose keys with "fail" in them fail, and a variable.
import type { BenchOptions } from './run.ts';

export const STORE_THAT_FAILS: Pick<BenchOptions, 'answer' | 'bindings'> = {
  bindings: [
    { kind: 'kv', name: 'KV' },
    { kind: 'var', name: 'SETTINGS', value: { a: [1] } },
  ],
  answer: ({ key, verb }) => {
    if (key.includes('fail')) return { ok: false, name: 'TypeError', message: 'failed' };
    if (verb === 'kv.list') return { ok: true, value: '{"keys":[],"list_complete":true}' };
    return { ok: true, value: key === 'b' ? new Uint8Array([1, 2]) : '{"a":1}' };
  },
};
