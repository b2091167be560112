// What the requests of a Hrana stream will need, told from their texts before they run: the primary, and the database for themselves.
import type { HranaRequest } from './hrana.ts';
import { controlOf, type HranaStream } from './hrana-turn.ts';
import { onlyReads, splitStatements } from './sql-text.ts';

/** Whether anything of it may write, and whether it leaves a transaction open that may. */
export interface HranaNeeds {
  readonly writes: boolean;
  readonly leavesOpen: boolean;
}

/** Conditions of batches are not looked at: what might run counts. */
export function needsOf(requests: readonly HranaRequest[], stream: HranaStream | null): HranaNeeds {
  let writes = false;
  let open = stream !== null && stream.transaction !== null && stream.transaction.mode !== 'readonly';
  for (const sql of textsOf(requests, stream?.texts ?? new Map())) {
    const control = controlOf(sql);
    if (control === null) writes ||= !onlyReads(sql);
    else if (control === 'end' || control === 'rollback') {
      // What it had changed is committed now.
      writes ||= open && (stream?.transaction?.changed ?? false);
      open = false;
    } else {
      writes ||= control === 'immediate';
      open = control !== 'readonly';
    }
  }
  return { writes, leavesOpen: open };
}

/** Every statement in turn; a text that nobody stored is none. */
function* textsOf(requests: readonly HranaRequest[], stored: ReadonlyMap<number, string>): Generator<string> {
  const texts = new Map(stored);
  const textOf = (sql?: string | null, id?: number | null): string => sql ?? texts.get(id ?? -1) ?? '';
  for (const request of requests) {
    if (request.type === 'store_sql') texts.set(request.sql_id, request.sql);
    else if (request.type === 'close_sql') texts.delete(request.sql_id);
    else if (request.type === 'execute') yield textOf(request.stmt.sql, request.stmt.sql_id);
    else if (request.type === 'batch')
      for (const { stmt } of request.batch.steps) yield textOf(stmt.sql, stmt.sql_id);
    else if (request.type === 'sequence') yield* splitStatements(textOf(request.sql, request.sql_id));
  }
}
