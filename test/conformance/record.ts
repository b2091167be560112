// Runs every program and handler on the real runtime, writes down the answers, and fails when they differ from those on record.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HANDLER_RECORD, handlerAnswer, handlerRequests } from './handler-file.ts';
import type { HandlerAnswer } from './handler-file.ts';
import { COMPATIBILITY_DATE, realVersion, startReal } from './real-runtime.ts';
import type { RealRuntime } from './real-runtime.ts';
import { RECORD_FILE } from './record-file.ts';

const ORIGIN = 'http://example.com';
const PROGRAMS = 'programs';

async function behaviourAnswers(runtime: RealRuntime): Promise<Record<string, Record<string, unknown>>> {
  const worker = await runtime.getWorker(PROGRAMS);
  const url = `${ORIGIN}/conformance`;
  const groups: Record<string, string[]> = JSON.parse(await (await worker.fetch(url)).text());
  const answers: Record<string, Record<string, unknown>> = {};
  for (const [group, names] of Object.entries(groups)) {
    const own: Record<string, unknown> = {};
    for (const name of names) {
      const query = new URLSearchParams({ group, name });
      own[name] = JSON.parse(await (await worker.fetch(`${url}?${query.toString()}`)).text());
    }
    answers[group] = own;
  }
  return answers;
}

async function handlerAnswers(runtime: RealRuntime): Promise<Record<string, HandlerAnswer[]>> {
  const answers: Record<string, HandlerAnswer[]> = {};
  for (const [name, requests] of Object.entries(handlerRequests())) {
    const worker = await runtime.getWorker(name);
    const own: HandlerAnswer[] = [];
    for (const { url, ...init } of requests) {
      const response = await worker.fetch(`${ORIGIN}${url}`, { ...init, redirect: 'manual' });
      const body = new Uint8Array(await response.arrayBuffer());
      own.push(handlerAnswer(response.status, [...response.headers], body));
    }
    answers[name] = own;
  }
  return answers;
}

/** Writes a record; true when it is what stood there. */
function keep(file: string, answers: object): boolean {
  const record = { workerd: realVersion(), compatibilityDate: COMPATIBILITY_DATE, answers };
  const text = `${JSON.stringify(record, null, 1)}\n`;
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, text);
  return text === before;
}

const handlers = Object.keys(handlerRequests()).map(
  (name) => [name, join(import.meta.dirname, `handlers/${name}.js`)] as const,
);
const runtime = await startReal({
  [PROGRAMS]: join(import.meta.dirname, 'programs/worker.js'),
  ...Object.fromEntries(handlers),
});
try {
  const same = [
    keep(RECORD_FILE, await behaviourAnswers(runtime)),
    keep(HANDLER_RECORD, await handlerAnswers(runtime)),
  ];
  console.log(`Answers recorded from workerd ${realVersion()}.`);
  if (same.includes(false)) {
    console.error('They differ from those on record; look at the difference in test/conformance/data.');
    process.exitCode = 1;
  }
} finally {
  await runtime.dispose();
}
