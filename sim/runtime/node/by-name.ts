// Node's modules by their names, for code that asks for one while it runs: `createRequire`, `process.getBuiltinModule`, `import(name)`.
import { process } from './process.ts';

/** The isolate's hooks; the bundler puts the name in scope. */
declare const __antipode: { load: (name: string) => unknown };

type Loaders = Readonly<Record<string, () => unknown>>;

/** What the bundle that this is part of has; filled once, before its own code runs. */
const offered: { loaders: Loaders } = { loaders: {} };

/** The module of a name, evaluated by the first who asks; undefined when there is none. */
export function moduleNamed(name: string): unknown {
  const bare = name.replace(/^node:/, '');
  const { loaders } = offered;
  return Object.hasOwn(loaders, bare) ? loaders[bare]?.() : undefined;
}

/** The same for code that cannot go on without it. */
export function loadModule(name: string): unknown {
  const found = moduleNamed(name);
  if (found === undefined) throw new Error(`No such module "${name}".`);
  return found;
}

/** Called once by the bundle, with all modules that there are. */
export function offerModules(all: Loaders): void {
  offered.loaders = all;
  Reflect.set(process, 'getBuiltinModule', moduleNamed);
  __antipode.load = loadModule;
}
