// The engine's version: part of every result.
import manifest from '../package.json' with { type: 'json' };

/** As in package.json. */
export const ENGINE_VERSION: string = manifest.version;
