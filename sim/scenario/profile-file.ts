// The committed CPU profile beside a handler: found by the digest of the bundle it was measured on.
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { SimError } from '../errors.ts';
import type { HandlerProfile } from '../plan.ts';

const figure = z.number().nonnegative();

const profileSchema = z.strictObject({
  bundleDigest: z.string(),
  measuredOn: z.string(),
  calibrationMs: figure,
  compileMs: figure,
  evaluateMs: figure,
  moduleHeapBytes: figure,
  requestHeapBytes: figure,
  firstRequestExtraMs: figure,
  classes: z.record(z.string(), z.array(z.array(z.number().int().nonnegative()))),
});

/** `api/handler.ts` has its profile in `api/handler.profile.json`. */
export function profilePathOf(handlerPath: string): string {
  return `${handlerPath.replace(/\.[^./\\]+$/, '')}.profile.json`;
}

/** The profile of a bundle for all these request classes, or undefined when the file is missing or tells of other code. */
export async function readProfile(
  path: string,
  bundleDigest: string,
  classes: readonly string[],
): Promise<HandlerProfile | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const profile = profileSchema.safeParse(parsed(text));
  if (!profile.success) {
    throw new SimError('E_FILE', `${path} is not a handler profile`, {
      at: { file: path },
      hint: 'delete it; the next run measures the handler and writes a new one',
    });
  }
  const fits =
    profile.data.bundleDigest === bundleDigest && classes.every((name) => name in profile.data.classes);
  return fits ? profile.data : undefined;
}

/** Writes a measured profile, so that the next run takes it as an input. */
export async function writeProfile(path: string, profile: HandlerProfile): Promise<void> {
  await writeFile(path, profileText(profile));
}

/** A profile as its file holds it. */
export function profileText(profile: HandlerProfile): string {
  return `${JSON.stringify(profile)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
