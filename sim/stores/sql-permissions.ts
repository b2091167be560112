// What Workers may not do with SQL: the authoriser of every connection, as workerd's own refuses things.
import { constants as C } from 'node:sqlite';

/** Pragmas that workerd lets pass; all others are refused. */
const PRAGMAS: ReadonlySet<string> = new Set([
  'case_sensitive_like',
  'data_version',
  'defer_foreign_keys',
  'foreign_key_check',
  'foreign_key_list',
  'foreign_keys',
  'ignore_check_constraints',
  'index_info',
  'index_list',
  'index_xinfo',
  'legacy_alter_table',
  'optimize',
  'quick_check',
  'recursive_triggers',
  'reverse_unordered_selects',
  'table_info',
  'table_list',
  'table_xinfo',
]);

/** Functions of Node's SQLite that workerd's has not. */
const ABSENT_FUNCTIONS: readonly RegExp[] = [
  /^(if|median|percentile(_cont|_disc)?|unistr(_quote)?)$/,
  /^(fts3_tokenizer|matchinfo|offsets)$/,
  /^(rtree|geopoly)/,
];
const FORBIDDEN_FUNCTIONS: ReadonlySet<string> = new Set([
  'fts5_source_id',
  'json_pretty',
  'load_extension',
  'sqlite_compileoption_get',
  'sqlite_compileoption_used',
  'sqlite_source_id',
  'sqlite_version',
  'subtype',
]);

/** Modules of virtual tables. */
const MODULES: ReadonlySet<string> = new Set(['fts5', 'fts5vocab']);

const NEVER: ReadonlySet<number> = new Set([
  C.SQLITE_ATTACH,
  C.SQLITE_DETACH,
  C.SQLITE_CREATE_TEMP_INDEX,
  C.SQLITE_CREATE_TEMP_TABLE,
  C.SQLITE_CREATE_TEMP_TRIGGER,
  C.SQLITE_CREATE_TEMP_VIEW,
  C.SQLITE_TRANSACTION,
  C.SQLITE_SAVEPOINT,
]);

/** Actions whose first argument is a table, and those that name one they make. */
const ON_TABLES: ReadonlySet<number> = new Set([
  C.SQLITE_CREATE_TABLE,
  C.SQLITE_DROP_TABLE,
  C.SQLITE_CREATE_VIEW,
  C.SQLITE_INSERT,
  C.SQLITE_UPDATE,
  C.SQLITE_DELETE,
  C.SQLITE_READ,
]);

/** Whether code may do what a statement needs; null when it may, else whether the thing is to look absent or refused. */
export function refusalOf(
  action: number,
  first: string | null,
  second: string | null,
): 'absent' | 'refused' | null {
  if (NEVER.has(action)) return 'refused';
  if (action === C.SQLITE_PRAGMA) return PRAGMAS.has((first ?? '').toLowerCase()) ? null : 'refused';
  if (action === C.SQLITE_CREATE_VTABLE) return MODULES.has((second ?? '').toLowerCase()) ? null : 'refused';
  if (action === C.SQLITE_FUNCTION) {
    const name = (second ?? '').toLowerCase();
    if (isAbsentFunction(name)) return 'absent';
    return FORBIDDEN_FUNCTIONS.has(name) ? 'refused' : null;
  }
  const pragma = /^pragma_(.+)$/i.exec(first ?? '')?.[1];
  if (action === C.SQLITE_READ && pragma !== undefined)
    return PRAGMAS.has(pragma.toLowerCase()) ? null : 'refused';
  // Names that begin so belong to the platform.
  return ON_TABLES.has(action) && /^_cf_/i.test(first ?? '') ? 'refused' : null;
}

/** Whether workerd's SQLite has no such function, though Node's has. */
export function isAbsentFunction(name: string): boolean {
  return ABSENT_FUNCTIONS.some((pattern) => pattern.test(name.toLowerCase()));
}
