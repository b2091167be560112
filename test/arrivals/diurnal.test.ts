// With the rhythm of the day each place is busy by its own sun; over a whole day the rate of the scenario is kept.
import { describe, expect, test } from 'vitest';
import { activityAt, solarHour } from '../../sim/arrivals/diurnal.ts';
import { geographyOf, planOf, sessionsOf } from '../entities/geo-plan.ts';

const US_PER_HOUR = 3_600_000_000;
const NOON_UTC_MS = Date.UTC(2026, 5, 1, 12);

describe('the shape of a day', () => {
  const steps = 24 * 60;
  const values = Array.from({ length: steps }, (_, i) => activityAt((24 * i) / steps));

  test('has the mean 1: its integral over a day equals the even rate', () => {
    expect(values.reduce((sum, value) => sum + value, 0) / steps).toBeCloseTo(1, 12);
  });

  test('is highest between 19 and 22 h, lowest between 3 and 6 h, and never zero', () => {
    const hourOf = (value: number): number => (24 * values.indexOf(value)) / steps;
    expect(hourOf(Math.max(...values))).toBeGreaterThan(19);
    expect(hourOf(Math.max(...values))).toBeLessThan(22);
    expect(hourOf(Math.min(...values))).toBeGreaterThan(3);
    expect(hourOf(Math.min(...values))).toBeLessThan(6);
    expect(Math.min(...values)).toBeGreaterThan(0.3);
  });

  test('differs by 3 to 4 between its highest and its lowest', () => {
    expect(Math.max(...values) / Math.min(...values)).toBeGreaterThan(3);
    expect(Math.max(...values) / Math.min(...values)).toBeLessThan(4);
  });
});

test('the sun stands highest at noon where the longitude says so', () => {
  expect(solarHour(NOON_UTC_MS, 0)).toBeCloseTo(12, 10);
  expect(solarHour(NOON_UTC_MS, 90)).toBeCloseTo(18, 10);
  expect(solarHour(NOON_UTC_MS, -75)).toBeCloseTo(7, 10);
  expect(solarHour(NOON_UTC_MS, 180)).toBeCloseTo(0, 10);
});

describe('visits of a day', () => {
  const scenario = { rate: '1/s', sessions: { requests: 1 }, arrivals: { process: 'diurnal' } };
  const cities = ['Tokyo,JP', 'Los Angeles,US'];
  const { places } = geographyOf({ ...scenario, users: { from: { cities } } });
  const visits = sessionsOf({ ...scenario, users: { from: { cities } } }, { untilUs: 24 * US_PER_HOUR });
  const epochMs = planOf(scenario).epochMs;
  const byHour = (place: number): number[] => {
    const counts = Array.from({ length: 24 }, () => 0);
    for (const visit of visits.filter((one) => one.place === place)) {
      const hour = Math.floor(solarHour(epochMs + visit.nextUs / 1000, places[place]?.lon ?? 0));
      counts[hour] = (counts[hour] ?? 0) + 1;
    }
    return counts;
  };

  test('add up to the rate of the scenario', () => {
    // 86,400 expected, standard deviation 294.
    expect(Math.abs(visits.length - 86_400)).toBeLessThan(4 * 294);
  });

  test.each([0, 1])('follow the shape of the day in place %i by its own sun', (place) => {
    const counts = byHour(place);
    const mean = counts.reduce((sum, count) => sum + count, 0) / 24;
    counts.forEach((count, hour) => {
      const expected = mean * activityAt(hour + 0.5);
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    });
  });

  test('are fewer in Tokyo while they are many in Los Angeles', () => {
    const inHours = (place: number, from: number, to: number): number =>
      visits.filter(
        (one) => one.place === place && one.nextUs >= from * US_PER_HOUR && one.nextUs < to * US_PER_HOUR,
      ).length;
    // Noon UTC is 21 h by the sun of Tokyo and 4 h by that of Los Angeles.
    const all = (place: number): number => visits.filter((one) => one.place === place).length;
    expect((12 * inHours(0, 0, 2)) / all(0)).toBeGreaterThan(1.2);
    expect((12 * inHours(1, 0, 2)) / all(1)).toBeLessThan(0.6);
  });
});

test('is off unless a scenario asks for it', () => {
  expect(planOf().workload.arrivals).toEqual({ process: 'poisson', bursts: [], trace: null });
});
