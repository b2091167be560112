// Histories written by hand: one operation per word, such as `A:w1@0-10`: client A writes version 1 from 0 to 10 ms.
import type { HistoryOperation } from '../../sim/history/operation.ts';

const WORD =
  /^(?<client>[A-Z])(?:\((?<site>[a-z]+)\))?:(?<op>[wrd])(?<content>\w*)@(?<from>\d+)-(?<to>\d+|\?)$/;
const OPS = { w: 'write', r: 'read', d: 'delete' } as const;

/** Operations on one key. With `valued`, contents are values and no version is known; `-?` stands for an answer that never came, and tells no version when none is written. */
export function written(text: string, { valued = false } = {}): HistoryOperation[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const groups = WORD.exec(word)?.groups;
      if (groups === undefined) throw new Error(`not an operation: ${word}`);
      const { client = '', site = '', op = 'r', content = '', from = '0', to = '0' } = groups;
      const nothing = content === '' || content === '0';
      return {
        arm: 'edge',
        seed: 1,
        store: 'KV',
        client,
        site,
        op: OPS[op as keyof typeof OPS],
        key: 'k',
        ...(valued
          ? { value: nothing ? null : content }
          : content === '' && to === '?'
            ? {}
            : { version: Number(content) }),
        invokedUs: Number(from) * 1000,
        completedUs: to === '?' ? null : Number(to) * 1000,
      };
    });
}
