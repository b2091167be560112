// A value of the command line stands where the file had its own, and nothing else of the file changes.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withSettings } from '../../sim/scenario/settings.ts';

const FILE = `# a comment
rate: 10/s
arms:
  origin: { platform: node-origin }
  edge: { platform: cloudflare-workers }
requests:
  - { name: home, weight: 1, get: / }
hosts:
  api.example.com: { region: aws:us-east-1 }
`;

function set(path: string, text: string): unknown {
  return parse(withSettings(FILE, [{ path, text }]));
}

test('replaces values, adds missing ones, reaches into lists and names with dots', () => {
  expect(set('rate', '100/s')).toMatchObject({ rate: '100/s', arms: { origin: {}, edge: {} } });
  expect(set('arms.edge.region', 'aws:eu-west-1')).toMatchObject({
    arms: { edge: { platform: 'cloudflare-workers', region: 'aws:eu-west-1' } },
  });
  expect(set('users.count', '5')).toMatchObject({ users: { count: 5 } });
  expect(set('requests.0.weight', '3')).toMatchObject({ requests: [{ name: 'home', weight: 3 }] });
  expect(set('hosts."api.example.com".region', 'aws:eu-west-1')).toMatchObject({
    hosts: { 'api.example.com': { region: 'aws:eu-west-1' } },
  });
  expect(set('users.from', '{ countries: [BR] }')).toMatchObject({ users: { from: { countries: ['BR'] } } });
});

test('keeps comments, and the text as it is without settings or with mistakes of its own', () => {
  expect(withSettings(FILE, [{ path: 'rate', text: '1/s' }])).toContain('# a comment');
  expect(withSettings(FILE, [])).toBe(FILE);
  expect(withSettings('a: [', [{ path: 'rate', text: '1/s' }])).toBe('a: [');
});

test.each([
  ['a..b', '1', 'is not a path'],
  ['.a', '1', 'is not a path'],
  ['', '1', 'is not a path'],
  ['rate.fast', '1', 'there is no place rate.fast'],
  ['rate', '[1', 'is not a value of YAML'],
])('%s=%s is refused', (path, text, message) => {
  expect(() => set(path, text)).toThrow(message);
});
