// Time zones of towns, against what everybody knows of them.
import { expect, test } from 'vitest';
import { cities } from '../../topology/catalog.ts';
import { timezoneOf } from '../../topology/timezones.ts';

test.each([
  ['Paris', 'FR', 'Europe/Paris'],
  ['Dallas', 'US', 'America/Chicago'],
  ['Chicago', 'US', 'America/Chicago'],
  ['Miami', 'US', 'America/New_York'],
  ['Seattle', 'US', 'America/Los_Angeles'],
  ['Kazan', 'RU', 'Europe/Moscow'],
  ['Perth', 'AU', 'Australia/Perth'],
  ['Shanghai', 'CN', 'Asia/Shanghai'],
])('%s, %s lies in %s', (name, country, zone) => {
  const city = cities().find((one) => one.name === name && one.country === country);
  expect(city && timezoneOf(city)).toBe(zone);
});

test('every town has a zone that the language knows', () => {
  const zones = new Set(cities().map(timezoneOf));
  for (const zone of zones)
    expect(() => new Intl.DateTimeFormat('en', { timeZone: zone ?? 'none' })).not.toThrow();
});
