// Any program of events, services, horizons and stops gives the same log on both kernels.
import * as fc from 'fast-check';
import { test } from 'vitest';
import { createKernel } from '../../sim/kernel/create.ts';
import type { Kernel, KernelName } from '../../sim/kernel/kernel.ts';

/** One event of a program: scheduled when its parent fires, or before the first run when it has none. */
interface Step {
  readonly parent: number;
  readonly delayUs: number;
  readonly key: number;
  readonly how: 'schedule' | 'rare' | 'one server' | 'three servers';
  readonly stops: boolean;
}

interface Program {
  readonly steps: readonly Step[];
  readonly horizonsUs: readonly number[];
}

const DELAY_US = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 5, arbitrary: fc.nat(3) },
  { weight: 5, arbitrary: fc.nat(2000) },
  { weight: 3, arbitrary: fc.nat(1_000_000_000) },
  { weight: 1, arbitrary: fc.nat(2 ** 45) },
);

function programs(maxSteps: number): fc.Arbitrary<Program> {
  const step = fc.record({
    parent: fc.nat(),
    delayUs: DELAY_US,
    how: fc.constantFrom('schedule', 'schedule', 'rare', 'one server', 'three servers'),
    stops: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  });
  return fc
    .array(step, { minLength: 1, maxLength: maxSteps, size: 'max' })
    .chain((steps) =>
      fc.record({
        keys: fc.shuffledSubarray([...steps.keys()], { minLength: steps.length }),
        horizonsUs: fc.array(DELAY_US, { maxLength: 20 }),
        steps: fc.constant(steps),
      }),
    )
    .map(({ keys, horizonsUs, steps }) => ({
      horizonsUs,
      steps: steps.map((step, n): Step => ({
        ...step,
        parent: (step.parent % (n + 1)) - 1,
        key: keys[n] ?? n,
      })),
    }));
}

/** Runs a program and writes down everything a user of the kernel can see, line by line. */
function log(name: KernelName, program: Program): string[] {
  const kernel: Kernel = createKernel(name);
  const one = kernel.createServer(1);
  const three = kernel.createServer(3);
  const lines: string[] = [];
  const children = new Map<number, number[]>();
  for (const [n, step] of program.steps.entries())
    children.set(step.parent, [...(children.get(step.parent) ?? []), n]);

  const begin = (parent: number): void => {
    for (const n of children.get(parent) ?? []) {
      const step = program.steps[n];
      if (step === undefined) continue;
      const { delayUs, key, how } = step;
      if (how === 'schedule') kernel.schedule(kernel.nowUs() + delayUs, key, 1, n, 0);
      else if (how === 'rare') kernel.scheduleRare(kernel.nowUs() + delayUs, key, 2, n, 0);
      else
        lines.push(
          `${n} starts service at ${(how === 'one server' ? one : three).serve(delayUs, key, 3, n, 0)}`,
        );
    }
  };
  const note = (what: string): void => {
    lines.push(
      `${what} at ${kernel.nowUs()}: ${kernel.pendingCount()} pending, ${one.length()} and ${three.length()} at the stations`,
    );
  };
  const dispatch = (kind: number, n: number): void => {
    note(`${n} of kind ${kind}`);
    begin(n);
    if (program.steps[n]?.stops === true) kernel.stop();
  };

  begin(-1);
  for (const horizonUs of program.horizonsUs) {
    kernel.run(kernel.nowUs() + horizonUs, dispatch);
    note('horizon');
  }
  while (kernel.pendingCount() > 0) kernel.run(2 ** 52, dispatch);
  note('end');
  return lines;
}

test('both kernels give the same log for any small program', ({ expect }) => {
  fc.assert(
    fc.property(programs(30), (program) => {
      expect(log('packed', program)).toEqual(log('simjs', program));
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test('both kernels give the same log when many events are pending', ({ expect }) => {
  fc.assert(
    fc.property(programs(1500), (program) => {
      expect(log('packed', program)).toEqual(log('simjs', program));
    }),
    { numRuns: 40, seed: 2 },
  );
});
