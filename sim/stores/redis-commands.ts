// The table of Redis commands: each with the fewest arguments it takes, whether it writes, and what it does.
import { COLLECTION_COMMANDS } from './redis-collections.ts';
import { KEY_COMMANDS } from './redis-keys.ts';
import { RedisProblem, type RedisReply, type RedisView } from './redis-objects.ts';
import { SORTED_SET_COMMANDS } from './redis-sorted-sets.ts';
import { STRING_COMMANDS } from './redis-strings.ts';

/** One command. */
export interface RedisCommand {
  readonly fewest: number;
  readonly writes: boolean;
  run(view: RedisView, args: readonly string[]): RedisReply;
}

const COMMANDS: Readonly<Record<string, RedisCommand>> = {
  ...KEY_COMMANDS,
  ...STRING_COMMANDS,
  ...COLLECTION_COMMANDS,
  ...SORTED_SET_COMMANDS,
};

function commandNamed(name: string | undefined): RedisCommand {
  const upper = (name ?? '').toUpperCase();
  const command = Object.hasOwn(COMMANDS, upper) ? COMMANDS[upper] : undefined;
  if (command !== undefined) return command;
  throw new RedisProblem(`ERR Command is not available: '${name ?? ''}' is not simulated`);
}

function fitting(name: string | undefined, args: readonly string[]): RedisCommand {
  const command = commandNamed(name);
  if (args.length >= command.fewest) return command;
  throw new RedisProblem(`ERR wrong number of arguments for '${(name ?? '').toLowerCase()}' command`);
}

/** Whether a command writes; unknown ones do not. */
export function writes([name]: readonly string[]): boolean {
  const upper = (name ?? '').toUpperCase();
  return Object.hasOwn(COMMANDS, upper) && COMMANDS[upper]?.writes === true;
}

/** Why a command cannot be run at all; null when it can be tried. */
export function checkCommand([name, ...args]: readonly string[]): string | null {
  try {
    fitting(name, args);
    return null;
  } catch (error) {
    if (error instanceof RedisProblem) return error.message;
    throw error;
  }
}

/** Runs one command, with its name before its arguments. Throws a `RedisProblem`. */
export function runCommand(view: RedisView, [name, ...args]: readonly string[]): RedisReply {
  return fitting(name, args).run(view, args);
}
