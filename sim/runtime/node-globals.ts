// Whether a bundle counts on the globals of Node, which nodejs_compat brings: then the handler gets them.

const METHODS = '(?:\\.|\\()';
/** The names with how text goes on that uses one. */
const NAMES = { Buffer: METHODS, process: '\\.env\\b', setImmediate: METHODS, global: '[.[]' };
/** Libraries like to call something of their own so: a variable, or what a function is given. */
const OWN_GLOBAL = String.raw`\b(?:var|let|const)\s(?:[^=]*[\s,{])?global\b|[(,]\s?global\s?[,)=]|\bglobal\s?=>`;
/** Texts in quotes, in which names are only words; a template that computes nothing is one. */
const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$\\]*`/g;
/** A `try` of one statement, as the bundler writes it: code that asks for a name in it is ready to do without. */
const TRIED = /^( *)try \{\n.*\n\1\}/gm;
/** How far the bundler indents the outermost code of a CommonJS module, which it wraps. */
const WRAPPED_DEPTH = 4;

/** Whether a module uses a name outside of the blocks in which it tests whether it exists; the bundler indents each block. */
function usesUntested(module: string, used: RegExp, tested: RegExp): boolean {
  const outermost = module.includes('__commonJS({') ? WRAPPED_DEPTH : 0;
  let testedDepth = Number.POSITIVE_INFINITY;
  let found = false;
  for (const line of module.split('\n')) {
    const depth = line.search(/\S/);
    if (depth >= 0 && depth < testedDepth) testedDepth = Number.POSITIVE_INFINITY;
    if (tested.test(line)) {
      // What is known out there is known everywhere.
      if (depth <= outermost) return false;
      testedDepth = Math.min(testedDepth, depth);
    } else if (testedDepth === Number.POSITIVE_INFINITY) found ||= used.test(line);
  }
  return found;
}

/** The bundler puts the path of each module on a line of its own above it. */
function modulesOf(text: string): string[] {
  return text.split(/^\/\/ (?=\S+$)/m);
}

function anyUses(text: string, used: RegExp, tested: RegExp): boolean {
  return modulesOf(text).some((one) => {
    if (!used.test(one)) return false;
    const code = one.replaceAll(QUOTED, '""').replaceAll(TRIED, '$1try {\n$1}');
    return usesUntested(code, used, tested);
  });
}

/** Whether a module of a bundle uses names of Node as globals where it has not tested whether they exist. */
export function usesNodeGlobals(text: string): boolean {
  return Object.entries(NAMES).some(([name, goingOn]) => {
    const used = new RegExp(`(?<![.\\w$'"\`])${name}${goingOn}`);
    // The type of a member asks nothing of the name itself.
    const type = `typeof ${name}(?![\\w$.[]|\\?\\.)`;
    return anyUses(text, used, new RegExp(name === 'global' ? `${type}|${OWN_GLOBAL}` : type));
  });
}

/** Whether the names by which a bundle asks for modules while it runs can be Node's. */
export function namesNodeModules(text: string): boolean {
  return /["'`]node:/.test(text);
}

/** Whether it counts on marks and measures of time, which come with nodejs_compat too. */
export function usesMeasures(text: string): boolean {
  return anyUses(
    text,
    /(?<![.\w$'"`])performance\.(?:mark|measure|getEntries(?:ByName|ByType)?|clearMarks|clearMeasures)\(/,
    /typeof performance\b/,
  );
}
