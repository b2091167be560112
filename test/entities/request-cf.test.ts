// What a handler reads in request.cf: facts of the user's town, in objects that nobody can change.
import { expect, test } from 'vitest';
import { cities } from '../../topology/catalog.ts';
import { placeCf } from '../../sim/entities/request-cf.ts';
import { incomingCf } from '../../sim/runtime/web/incoming-cf.ts';

function cfOf(name: string): Record<string, unknown> {
  const city = cities().find((one) => one.name === name);
  if (city === undefined) throw new Error(`no town ${name}`);
  return { ...placeCf(city, 'CDG', 'quic') };
}

test('the place of the user', () => {
  expect(cfOf('Paris')).toMatchObject({
    colo: 'CDG',
    city: 'Paris',
    country: 'FR',
    continent: 'EU',
    isEUCountry: '1',
    timezone: 'Europe/Paris',
    httpProtocol: 'HTTP/3',
    tlsVersion: 'TLSv1.3',
  });
});

test('no town outside the Union says that it lies in it', () => {
  expect(['London', 'Singapore', 'Oslo'].map((name) => 'isEUCountry' in cfOf(name))).toEqual([
    false,
    false,
    false,
  ]);
});

test('nobody changes what came with a request', () => {
  const text = JSON.stringify(cfOf('Paris'));
  const first = incomingCf(text, 12) as { city: string; tlsClientAuth: { certPresented: string } };
  expect(() => {
    first.city = 'changed';
  }).toThrow(TypeError);
  expect(() => {
    first.tlsClientAuth.certPresented = 'changed';
  }).toThrow(TypeError);
  expect(incomingCf(text, 13)).toEqual({ ...cfOf('Paris'), clientTcpRtt: 13 });
});
