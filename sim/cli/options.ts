// Reads numbers and texts given as flags; mistakes become usage errors with the range that was expected.
import { InvalidArgumentError, Option } from 'commander';
import { HANDLER_STYLES } from '../runtime/handler-style.ts';

/** A parser for a whole number within limits. */
export function wholeNumber(lowest: number, highest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}.`);
  };
}

/** `--style`: how a handler is called, for those whose exports do not say it. */
export function styleOption(): Option {
  return new Option('--style <style>', 'how the handler is called (default: by what it exports)').choices(
    HANDLER_STYLES,
  );
}

/** The examples that end a command's help; a test runs each of them. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ npx ${line}`).join('\n')}`;
}
