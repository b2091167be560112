// Node's modules that handlers may not have: why, and what packages get in their place.
import { builtinModules, createRequire } from 'node:module';

/** Why a module is refused, and what to do instead. */
const REFUSED: readonly {
  readonly names: readonly string[];
  readonly why: string;
  readonly instead: string;
}[] = [
  {
    names: ['fs', 'fs/promises'],
    why: 'there is no file system at the edge',
    instead:
      'Import the file itself (.txt, .html, .sql, .bin and .wasm files become part of the bundle), or read it from KV or R2.',
  },
  {
    names: ['net', 'tls', 'dgram', 'dns', 'dns/promises', 'http2'],
    why: 'handlers reach the network by fetch() only',
    instead: 'Call fetch(), and declare the host in the scenario.',
  },
  {
    names: ['child_process', 'cluster', 'worker_threads'],
    why: 'a handler runs in one isolate, without processes or threads',
    instead: 'Move that work to an origin and call it by fetch().',
  },
];

/** Why a handler's own file may not import a module, and what to do instead. */
export function refusal(name: string): { readonly text: string; readonly hint: string } {
  const known = REFUSED.find(({ names }) => names.includes(name));
  const why = known?.why ?? 'edge platforms do not have it';
  return {
    text: `The module "node:${name}" cannot be used in a handler: ${why}.`,
    hint: known?.instead ?? 'Remove the import, or find a package that was made for browsers or Workers.',
  };
}

/** What to say in place of the bundler's own words when it did not find one of Node's modules. */
export function refusalOf(text: string): ReturnType<typeof refusal> | undefined {
  const name = /^Could not resolve "(?:node:)?([^"]+)"$/.exec(text)?.[1];
  return name !== undefined && builtinModules.includes(name) ? refusal(name) : undefined;
}

/** What has an answer without a file system: nothing is there. Packages look whether a file exists before they do without it. */
const ANSWERED: Readonly<Record<string, string>> = { existsSync: '() => false' };

/** Packages import more than they use, so what they may not have refuses only when it is called. */
export function refusedText(name: string, isRequire: boolean): string {
  const { text } = refusal(name);
  const answered = name === 'fs' ? ANSWERED : {};
  const answers = Object.entries(answered).map(
    ([key, code]) => `${JSON.stringify(`node:fs.${key}`)}: ${code}`,
  );
  const refused = `const answers = { __proto__: null, ${answers.join(', ')} };
  function refused(path) {
    const fail = () => { throw new Error(${JSON.stringify(text.replace(/^The module "(.*)" cannot/, '$1 cannot'))} + ' (' + path + ')'); };
    return new Proxy(function () {}, { apply: fail, construct: fail,
      get: (target, key) => typeof key === 'symbol' || key in Function.prototype || ['prototype', '__esModule', 'then', 'default', 'toJSON'].includes(key) ? Reflect.get(target, key) : answers[path + '.' + key] ?? refused(path + '.' + key) });
  }`;
  if (isRequire) return `${refused}\nmodule.exports = refused(${JSON.stringify(`node:${name}`)});`;
  const names = Object.keys(createRequire(import.meta.url)(`node:${name}`) as object);
  const each = names
    .filter((key) => key !== 'default')
    .map((key) => {
      const value = answered[key] ?? `/* @__PURE__ */ refused(${JSON.stringify(`node:${name}.${key}`)})`;
      return `export const ${key} = ${value};`;
    });
  return `${refused}\n${each.join('\n')}\nexport default /* @__PURE__ */ refused(${JSON.stringify(`node:${name}`)});`;
}
