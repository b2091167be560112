// Each known fault of simjs 2.0.3, shown on the package itself and corrected by the adapter.
import { describe, test } from 'vitest';
import { loadSimjs, Simulation } from '../../sim/kernel/des.ts';

describe('simjs itself', () => {
  const simjs = loadSimjs();

  test('is loaded without touching the global object', ({ expect }) => {
    const before = Object.getOwnPropertyNames(globalThis);
    loadSimjs();
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
    expect('window' in globalThis).toBe(false);
  });

  test('drops a falsy callback argument and spreads an array', ({ expect }) => {
    const sim = new simjs.Sim();
    const entity = new simjs.Entity(sim);
    const received: unknown[][] = [];
    const note = (...given: unknown[]): number => received.push(given);
    for (const argument of [0, '', false, [1, 2]]) entity.setTimer(1).done(note, undefined, argument);
    while (sim.step());
    expect(received).toEqual([[], [], [], [1, 2]]);
  });

  test('loses the first event beyond the end of simulate', ({ expect }) => {
    const sim = new simjs.Sim();
    const entity = new simjs.Entity(sim);
    const times: number[] = [];
    for (const delay of [1, 5, 6]) entity.setTimer(delay).done(() => times.push(sim.simTime));
    sim.simulate(3);
    sim.simulate(10);
    expect(times).toEqual([1, 6]);
  });

  test('throws on a job of length 0 at time 0', ({ expect }) => {
    const sim = new simjs.Sim();
    new simjs.Entity(sim).useFacility(new simjs.Facility('desk', simjs.Facility.FCFS, 1, -1), 0);
    expect(() => sim.step()).toThrow('time is not a function');
  });

  test('says that a facility is full by message -1', ({ expect }) => {
    const sim = new simjs.Sim();
    const facility = new simjs.Facility('desk', simjs.Facility.FCFS, 1, 0);
    const entity = new simjs.Entity(sim);
    const messages: unknown[] = [];
    for (let n = 0; n < 2; n++) {
      entity.useFacility(facility, 5).done(function (this: { callbackMessage: unknown }) {
        messages.push(this.callbackMessage);
      });
    }
    while (sim.step());
    expect(messages).toEqual([-1, 0]);
  });
});

describe('the adapter', () => {
  test('hands a callback its argument as it was given', ({ expect }) => {
    const simulation = new Simulation();
    const received: unknown[][] = [];
    for (const argument of [0, '', false, null, undefined, [1, 2]]) {
      simulation.after(1, (...given: unknown[]) => received.push(given), argument);
    }
    simulation.run(1);
    expect(received).toEqual([[0], [''], [false], [null], [undefined], [[1, 2]]]);
  });

  test('keeps the first event beyond the end of a run', ({ expect }) => {
    const simulation = new Simulation();
    const times: number[] = [];
    for (const delay of [1, 5, 6]) simulation.after(delay, () => times.push(simulation.now()), undefined);
    simulation.run(3);
    expect([times, simulation.now(), simulation.nextAt()]).toEqual([[1], 3, 5]);
    simulation.run(10);
    expect([times, simulation.now(), simulation.nextAt()]).toEqual([[1, 5, 6], 10, Infinity]);
  });

  test('serves a job of length 0 at time 0', ({ expect }) => {
    const simulation = new Simulation();
    const outcomes: unknown[] = [];
    simulation.use(simulation.facility('desk', 1), 0, (outcome) => outcomes.push(outcome));
    simulation.run(0);
    expect(outcomes).toEqual([{ kind: 'served', server: 0 }]);
  });

  test('tells a job turned away from a job served', ({ expect }) => {
    const simulation = new Simulation();
    const desk = simulation.facility('desk', 2, 1);
    const outcomes: unknown[] = [];
    for (let n = 0; n < 4; n++)
      simulation.use(desk, 5, (outcome) => outcomes.push([simulation.now(), outcome]));
    simulation.run(100);
    expect(outcomes).toEqual([
      [0, { kind: 'full' }],
      [5, { kind: 'served', server: 0 }],
      [5, { kind: 'served', server: 1 }],
      [10, { kind: 'served', server: 0 }],
    ]);
  });

  test('does not move its clock past an event or back', ({ expect }) => {
    const simulation = new Simulation();
    simulation.after(5, () => undefined, undefined);
    expect(() => simulation.advanceTo(6)).toThrow('cannot move');
    simulation.advanceTo(5);
    expect(() => simulation.advanceTo(4)).toThrow('cannot move');
  });

  test('steps event by event', ({ expect }) => {
    const simulation = new Simulation();
    simulation.after(5, () => undefined, undefined);
    expect([simulation.step(), simulation.now(), simulation.step()]).toEqual([true, 5, false]);
  });
});
