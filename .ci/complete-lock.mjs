// Adds to package-lock.json the optional packages of other machines that a registry mirror did not know: `npm ci` refuses a lock file without them.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(FILE, 'utf8'));

const SYSTEMS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
};
const PROCESSORS = {
  arm: 'arm',
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/** `@oxlint/binding-linux-arm64-gnu` is for linux on arm64. */
function machineOf(name) {
  const words = name.split('/').at(-1).split('-');
  const parts = words.slice(words.findIndex((word) => Object.hasOwn(SYSTEMS, word)));
  const os = SYSTEMS[parts[0]];
  const cpu = PROCESSORS[parts[1]];
  if (os === undefined || cpu === undefined) throw new Error(`cannot tell the machine of ${name}`);
  return { os: [os], cpu: [cpu] };
}

let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] !== undefined || !/^\d/.test(version)) continue;
    lock.packages[path] = {
      version,
      ...machineOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`added ${added} optional packages\n`);
