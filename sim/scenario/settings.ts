// Values that stand in for those of a scenario file: `arms.edge.region` and what it shall be, for one load.
import { isCollection, parse, parseDocument } from 'yaml';
import { SimError } from '../errors.ts';

/** A value at a path of a scenario, as it would be written in the file. */
export interface Setting {
  /** Keys with dots between them; a key that holds dots stands in double quotes, lists count from 0. */
  readonly path: string;
  readonly text: string;
}

const KEY = /"([^"]*)"|([^."]+)/g;

/** The text of a scenario with other values in it; comments and the rest stay as they are. Throws E_USAGE for a path that cannot be. */
export function withSettings(text: string, settings: readonly Setting[]): string {
  if (settings.length === 0) return text;
  const document = parseDocument(text);
  // What is wrong with the file itself is said by whoever reads it next, with its place.
  if (document.errors.length > 0 || !isCollection(document.contents)) return text;
  for (const setting of settings) {
    const keys = keysOf(setting.path);
    try {
      document.setIn(keys, document.createNode(valueOf(setting)));
    } catch (error) {
      if (error instanceof SimError) throw error;
      throw new SimError('E_USAGE', `there is no place ${setting.path} in the scenario`, {
        hint: 'write a path such as rate, arms.edge.region or requests.0.weight',
      });
    }
  }
  return document.toString({ lineWidth: 0 });
}

function keysOf(path: string): string[] {
  const keys = [...path.matchAll(KEY)].map((match) => match[1] ?? match[2] ?? '');
  const rest = path.replaceAll(KEY, '');
  if (keys.length > 0 && /^\.*$/.test(rest) && rest.length === keys.length - 1) return keys;
  throw new SimError('E_USAGE', `"${path}" is not a path in a scenario`, {
    hint: 'write a path such as rate, arms.edge.region or hosts."api.example.com".region',
  });
}

function valueOf({ path, text }: Setting): unknown {
  try {
    return parse(text);
  } catch {
    throw new SimError('E_USAGE', `${path}: "${text}" is not a value of YAML`, {
      hint: 'quote it as in a file, for example "a: b"',
    });
  }
}
