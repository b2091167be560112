// The answers of the real runtime that stand on record, and how they are compared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a behaviour came to: a value, or an error by its name. */
export interface BehaviourAnswer {
  readonly value?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/** The whole record: which runtime, as of which date, answered what. */
export interface AnswerRecord {
  readonly workerd: string;
  readonly compatibilityDate: string;
  readonly answers: Readonly<Record<string, Readonly<Record<string, BehaviourAnswer>>>>;
}

/** Where the record is kept. */
export const RECORD_FILE: string = join(import.meta.dirname, 'data/answers.json');

/** Reads the record. */
export function recordedAnswers(): AnswerRecord {
  const record: AnswerRecord = JSON.parse(readFileSync(RECORD_FILE, 'utf8'));
  return record;
}

/** Whether two answers agree: values as JSON, errors by their names; the wording of messages is not compared. */
export function sameAnswer(expected: BehaviourAnswer, observed: BehaviourAnswer | undefined): boolean {
  if (expected.error !== undefined) return observed?.error === expected.error;
  return JSON.stringify(observed?.value) === JSON.stringify(expected.value);
}
