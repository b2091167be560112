// Measures the handlers that have no fitting CPU profile before a first run.
import { deepFreeze } from '../plan.ts';
import type { HandlerProfile, Plan } from '../plan.ts';
import type { LoadedScenario } from '../scenario/load.ts';

/** The Plan with profiles for all handlers: those without a fitting one are measured, and what was measured is written beside them as an input of later runs. */
export async function withProfiles(loaded: LoadedScenario, say: (text: string) => void): Promise<Plan> {
  if (loaded.unprofiled.length === 0) return loaded.plan;
  const { profileHandler } = await import('../ensemble/run.ts');
  const { writeProfile } = await import('../scenario/profile-file.ts');
  const profiles: Record<string, HandlerProfile> = { ...loaded.plan.profiles };
  for (const handler of loaded.unprofiled) {
    const profile = await profileHandler(loaded.plan, {
      bundles: loaded.bundles,
      files: loaded.files,
      handler,
    });
    profiles[profile.bundleDigest] = profile;
    const path = loaded.profilePaths[handler];
    if (path === undefined) continue;
    await writeProfile(path, profile);
    say(`measured the CPU of ${handler} and wrote ${path}; commit it, so that others get the same result\n`);
  }
  return deepFreeze({ ...loaded.plan, profiles });
}
