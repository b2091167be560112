// What a handler's own file says of how it is called, read from its text before it is bundled.

/** A default export that is a function in the text itself, or a name that the same file gives to one. */
function exportsFunction(source: string): boolean {
  const [, exported = ''] = /(?:\bexport\s+default|\bmodule\.exports\s*=)\s*([^;\n]*)/.exec(source) ?? [];
  if (/^(?:async\s+)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)/.test(exported)) return true;
  const [name = ''] = /^[\w$]+(?=\s*$)/.exec(exported) ?? [];
  if (name === '') return false;
  const quoted = name.replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`\bfunction\s+${quoted}\b|\b(?:const|let|var)\s+${quoted}\b[^=\n]*=\s*(?:async\s+)?(?:function\b|\([^\n]*=>|[\w$]+\s*=>)`,
  ).test(source);
}

/** What is needed to bundle a handler's file. */
export interface EntryShape {
  /** Its default export is a function, so it may be a Node request listener, and needs node:http to be called as one. */
  readonly listens: boolean;
  /** It exports a `handler` by name. */
  readonly exportsHandler: boolean;
  /** It declares a function `handler` and exports nothing, as CloudFront Functions do. */
  readonly declaresHandler: boolean;
  /** It exports nothing and listens for the events of the platform, as service workers do. */
  readonly isScript: boolean;
}

/** Whether a text listens for the events of the platform. */
export function listensForEvents(source: string): boolean {
  return /\baddEventListener\s*\(\s*(['"`])(?:fetch|scheduled|queue)\1/.test(source);
}

/** Reads the shape of a handler's file from its text. */
export function entryShape(source: string): EntryShape {
  const exportsAny = /^\s*export\b|\bmodule\.exports\b|\bexports\.\w/m.test(source);
  // Libraries that are part of a script may have exports of the older kind.
  const isScript = !/^\s*export\b/m.test(source) && listensForEvents(source);
  return {
    listens: exportsFunction(source),
    exportsHandler:
      /\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+handler\b|\bexport\s*\{[^}]*\bhandler\b|\bexports\.handler\s*=/.test(
        source,
      ),
    isScript,
    declaresHandler: !exportsAny && !isScript && /^(?:async\s+)?function\s+handler\s*\(/m.test(source),
  };
}

/** The import that gives a script its bindings as globals before its own code runs. */
export const SCRIPT = "import 'antipode:script';";

/** Added to a file that declares its handler and exports nothing; the name says that it came so. */
export const EXPORT_DECLARED = '\nexport { handler as cloudfrontHandler };\n';
