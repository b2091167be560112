// One line on standard error while a run goes on: simulated clock, requests per second of real time, trials done, time left.
import type { Progress } from '../ensemble/run.ts';
import type { Terminal } from './terminal.ts';

const REDRAW_EVERY_MS = 100;
/** Pipes and logs get a line at each of so many equal steps. */
const PLAIN_STEPS = 4;
const CLEAR_LINE = '\r\u001b[2K';

/** Draws progress; `done` leaves a clean line behind. */
export interface ProgressLine {
  update(progress: Progress): void;
  done(): void;
}

/** A progress line that fits the terminal: redrawn, or a few plain lines; nothing when quiet. */
export function progressLine(
  terminal: Terminal,
  options: { readonly quiet: boolean; readonly requestsPerSecond: number },
): ProgressLine {
  if (options.quiet) return { update: () => undefined, done: () => undefined };
  const draw = terminal.interactive ? redrawn : plainLines;
  return draw(terminal, options.requestsPerSecond);
}

function redrawn(terminal: Terminal, requestsPerSecond: number): ProgressLine {
  // The clock of the machine: how long people wait is no part of the simulation.
  const startedMs = performance.now();
  let drawnMs = -Infinity;
  return {
    update(progress) {
      const nowMs = performance.now();
      if (nowMs - drawnMs < REDRAW_EVERY_MS) return;
      drawnMs = nowMs;
      terminal.err(
        CLEAR_LINE + lineFor(progress, nowMs - startedMs, requestsPerSecond).slice(0, terminal.columns - 1),
      );
    },
    done: () => terminal.err(CLEAR_LINE),
  };
}

function plainLines(terminal: Terminal, requestsPerSecond: number): ProgressLine {
  const startedMs = performance.now();
  let step = 0;
  return {
    update(progress) {
      const reached = Math.floor((progress.trialsDone / Math.max(1, progress.trials)) * PLAIN_STEPS);
      if (reached <= step) return;
      step = reached;
      terminal.err(`${lineFor(progress, performance.now() - startedMs, requestsPerSecond)}\n`);
    },
    done: () => undefined,
  };
}

/** For instance `0:02:10 of 0:04:00 simulated · 7 of 15 trials · 8,400 requests/s · 4 s left`. */
export function lineFor(progress: Progress, elapsedMs: number, requestsPerSecond: number): string {
  const { trialsFromCache, simulatedMs, windowMs } = progress;
  // What had been run before costs no time, so it says nothing about the time left.
  const trialsDone = progress.trialsDone - trialsFromCache;
  const trials = progress.trials - trialsFromCache;
  // The clock is that of the trial under way which is furthest on.
  const current = trialsDone < trials ? Math.min(1, simulatedMs / Math.max(1, windowMs)) : 0;
  const share = (trialsDone + current) / Math.max(1, trials);
  const requests = (share * trials * windowMs * requestsPerSecond) / 1000;
  const perSecond = Math.round((requests / Math.max(1, elapsedMs)) * 1000);
  const leftS = share > 0 ? Math.ceil((elapsedMs * (1 - share)) / share / 1000) : 0;
  return [
    `${clock(simulatedMs)} of ${clock(windowMs)} simulated`,
    `${progress.trialsDone} of ${progress.trials} trials`,
    `${perSecond.toLocaleString('en-US')} requests/s`,
    ...(leftS > 0 ? [`${leftS} s left`] : []),
  ].join(' · ');
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}
