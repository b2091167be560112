// The keys of a scenario that say whom handlers may ask: what is wrong with them is told at its place.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { scenarioOf } from './asked.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function checked(keys: string): Promise<{ code: number; err: string }> {
  const folder = temporaryFolder('keys');
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("") };');
  await writeFile(join(folder, 'scenario.yaml'), scenarioOf(keys));
  const { code, err } = await runCli(['check', folder]);
  return { code, err };
}

test.each([
  ['a region that does not exist', 'hosts: { a.example: { region: aws:us-esat-1 } }', 'aws:us-east-1'],
  [
    'a handler that is not there',
    'hosts: { a.example: { region: aws:us-east-1, handler: hadnler.ts } }',
    'handler.ts',
  ],
  ['an origin handler that is not there', 'origin: { handler: orign.ts }', 'origin.handler'],
  ['a service that is not there', 'services: { AUTH: auth.ts }', 'services.AUTH'],
  [
    'two ways to answer',
    'hosts: { a.example: { region: aws:us-east-1, handler: handler.ts, routes: [] } }',
    'either',
  ],
  ['a body and a size', 'hosts: { a.example: { region: aws:us-east-1, body: x, size: 1KiB } }', 'either'],
  ['a host with a scheme', 'hosts: { "https://a.example": { region: aws:us-east-1 } }', 'host name'],
  [
    'a route without a slash',
    'hosts: { a.example: { region: aws:us-east-1, routes: [{ path: x }] } }',
    'begins with /',
  ],
  ['a latency without a unit', 'hosts: { a.example: { region: aws:us-east-1, latency: 20 } }', 'duration'],
  ['a misspelt key', 'hosts: { a.example: { region: aws:us-east-1, latancy: 20ms } }', 'latency'],
])('%s is refused', async (_what, keys, told) => {
  const { code, err } = await checked(`${keys}\n`);
  expect(code).toBe(3);
  expect(err).toContain(told);
});

test('hosts, services and an origin that are right are taken', async () => {
  const keys = [
    'origin: { region: aws:us-east-1, handler: handler.ts }',
    'services: { AUTH: handler.ts, OTHER: { handler: handler.ts, vars: { NAME: other } } }',
    'hosts: { "*": { region: aws:us-east-1, latency: 20ms, size: 2KiB }, "b.example:8443": { region: gcp:europe-west1, handler: handler.ts } }',
  ];
  expect(await checked(`${keys.join('\n')}\n`)).toEqual({ code: 0, err: '' });
});
