// Runs web-platform-tests in a handler isolate and on workerd, compares what passes, and writes the table of test/wpt/README.md.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { realVersion, startReal } from '../conformance/real-runtime.ts';
import { openBench } from '../runtime/run.ts';
import { workerText } from './worker-text.ts';

/** Where the tests stand; a source package of Node.js carries them under test/fixtures/wpt. */
const root = process.argv[2] ?? '';
const only = process.argv[3] ?? '';
const FOLDERS = ['url', 'encoding', 'streams', 'dom/abort', 'FileAPI', 'html/webappapis', 'WebCryptoAPI'];
/** How long a file may run on the real runtime before its results so far count. */
const PATIENCE_MS = 4000;
const BATCH = 12;
const README = join(import.meta.dirname, 'README.md');
/** The mean share of workerd's passes that we promise. */
const WANTED_MEAN = 0.97;
const SCRATCH = join(import.meta.dirname, '../../node_modules/.antipode-wpt');

interface FileResult {
  readonly results: readonly (readonly [string, number, string])[];
  readonly failed: string;
}

interface Row {
  readonly file: string;
  readonly real: number;
  readonly ours: number;
  readonly share: number;
  readonly lost: readonly string[];
}

function testFiles(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name)}`)
      .filter((name) => name.endsWith('.any.js') && name.includes(only))
      .toSorted(),
  );
}

async function runReal(batch: ReadonlyMap<string, string>): Promise<Map<string, FileResult>> {
  const found = new Map<string, FileResult>();
  const names = [...batch.keys()];
  const runtime = await startReal(
    Object.fromEntries(names.map((file, i) => [`t${i}`, batch.get(file) ?? ''])),
  );
  try {
    await Promise.all(
      names.map(async (file, i) => {
        const worker = await runtime.getWorker(`t${i}`);
        const text = await worker.fetch('http://web-platform.test/').then(
          (response) => response.text(),
          (error: unknown) => JSON.stringify({ results: [], failed: String(error) }),
        );
        const parsed: FileResult = text.startsWith('{') ? JSON.parse(text) : { results: [], failed: text };
        found.set(file, parsed);
      }),
    );
  } finally {
    await runtime.dispose();
  }
  return found;
}

async function runOurs(path: string): Promise<FileResult> {
  try {
    const bundle = await bundleHandler(path, 'own');
    const bench = openBench({ kind: 'own' });
    const isolate = bench.start(bundle);
    const outcome = bench.call(isolate, { url: 'http://web-platform.test/' });
    if (outcome.text.startsWith('{')) {
      const parsed: FileResult = JSON.parse(outcome.text);
      return parsed;
    }
    return { results: [], failed: outcome.hung ? 'hung' : outcome.error };
  } catch (error) {
    return { results: [], failed: String(error) };
  }
}

/** The names of tests that pass; a test without a name goes by its place. */
function passes(result: FileResult | undefined): Set<string> {
  const named = (result?.results ?? []).map(([name, status], i) => ({ name: nameOf(name, i), status }));
  return new Set(named.filter(({ status }) => status === 0).map(({ name }) => name));
}

function nameOf(name: string, place: number): string {
  return name === '' || name.startsWith('/') || name === 'Untitled' ? `test ${place + 1}` : name;
}

function compare(file: string, real: FileResult | undefined, ours: FileResult): Row {
  const [theirs, own] = [passes(real), passes(ours)];
  const lost = [...theirs].filter((name) => !own.has(name));
  const share = theirs.size === 0 ? 1 : (theirs.size - lost.length) / theirs.size;
  const said = new Map(ours.results.map(([name, , message], i) => [nameOf(name, i), message]));
  const note = ours.failed === '' ? [] : [`(${ours.failed})`];
  return {
    file,
    real: theirs.size,
    ours: own.size,
    share,
    lost: [...lost.map((name) => `${name}: ${said.get(name) ?? 'not run'}`), ...note],
  };
}

/** Renews the table between the marks of the README. */
function writeTable(counted: readonly Row[], mean: number): void {
  const folders = FOLDERS.map((folder) => {
    const own = counted.filter(({ file }) => file.startsWith(`${folder}/`));
    const sum = (of: (row: Row) => number): number => own.reduce((total, row) => total + of(row), 0);
    const share = sum((row) => row.share) / own.length;
    return `| ${folder} | ${own.length} | ${sum((row) => row.real)} | ${sum((row) => row.ours)} | ${share.toFixed(4)} |`;
  });
  const short = counted
    .filter(({ share }) => share < 1)
    .map(({ file, share }) => `| ${file} | ${share.toFixed(3)} |`);
  const table = [
    `Recorded with workerd ${realVersion()}: mean share over ${counted.length} files **${mean.toFixed(4)}**.`,
    '',
    '| Folder | Files | workerd passes | we pass | Mean share |',
    '|---|---|---|---|---|',
    ...folders,
    '',
    '| Files where we pass less | Share |',
    '|---|---|',
    ...short,
  ].join('\n');
  const [head = '', rest = ''] = readFileSync(README, 'utf8').split('<!-- table -->');
  const tail = rest.split('<!-- end -->')[1] ?? '';
  writeFileSync(README, `${head}<!-- table -->\n${table}\n<!-- end -->${tail}`);
}

if (root === '') {
  console.error(
    'usage: npm run wpt -- FOLDER [PART]; README.md beside this file says where the tests come from.',
  );
  process.exit(2);
}
const rows: Row[] = [];
mkdirSync(SCRATCH, { recursive: true });
const files = testFiles();
for (let at = 0; at < files.length; at += BATCH) {
  const batch = new Map<string, string>();
  for (const file of files.slice(at, at + BATCH)) {
    const path = join(SCRATCH, file.replaceAll('/', '-'));
    writeFileSync(path, workerText(root, join(root, file), PATIENCE_MS));
    batch.set(file, path);
  }
  const real = await runReal(batch);
  for (const [file, path] of batch) rows.push(compare(file, real.get(file), await runOurs(path)));
  process.stderr.write(`\r${Math.min(at + BATCH, files.length)}/${files.length}`);
}
rmSync(SCRATCH, { recursive: true });
const counted = rows.filter(({ real }) => real > 0);
const mean = counted.reduce((sum, { share }) => sum + share, 0) / counted.length;
for (const row of rows) {
  if (row.share === 1 && (row.real > 0 || only === '')) continue;
  console.log(`${row.share.toFixed(3)} ${row.file} workerd ${row.real} ours ${row.ours}`);
  for (const name of row.lost.slice(0, 60)) console.log(`      ${name.slice(0, 300)}`);
}
console.log(`mean share of workerd's passes over ${counted.length} files: ${mean.toFixed(4)}`);
if (only === '') writeTable(counted, mean);
process.exitCode = only === '' && mean < WANTED_MEAN ? 1 : 0;
