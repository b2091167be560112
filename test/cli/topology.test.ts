// `antipode topology` and `antipode import` as a user types them: what they print, and how they refuse.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { importCommand } from '../../sim/cli/import.ts';
import { reportError } from '../../sim/cli/print-error.ts';
import { topologyCommand } from '../../sim/cli/topology.ts';
import { temporaryFolder } from '../temporary-folder.ts';

interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

let folder = '';

beforeAll(() => {
  folder = temporaryFolder('topology');
});

/** Runs one command line as `antipode` would. */
async function run(...words: string[]): Promise<Outcome> {
  const written = { out: '', err: '' };
  const terminal = {
    columns: 100,
    color: false,
    maps: false,
    errorColor: false,
    interactive: false,
    exitCode: 0,
    out: (text: string) => (written.out += text),
    err: (text: string) => (written.err += text),
  };
  const program = new Command('antipode').exitOverride().configureOutput({ writeErr: terminal.err });
  program.addCommand(topologyCommand(terminal)).addCommand(importCommand(terminal));
  try {
    await program.parseAsync(words, { from: 'user' });
    return { ...written, exitCode: 0 };
  } catch (error) {
    const report = reportError(error, { color: false });
    return { out: written.out, err: `${written.err}${report.text}`, exitCode: report.exitCode };
  }
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('topology rtt', () => {
  it('tells the way from Singapore to Virginia hub by hub', async () => {
    const { out } = await run('topology', 'rtt', 'SIN', 'aws:us-east-1', '--explain');
    expect(out).toContain('Tokyo to Seattle');
    expect(out).toMatch(/light needs 103\.\d ms in vacuum, 152\.\d ms in fibre/);
  });

  it('takes places that begin with a minus sign, first or last', async () => {
    const there = await run('topology', 'rtt', '-33.87,151.21,AU', 'London', '--json');
    const back = await run('topology', 'rtt', 'London', '-33.87,151.21,AU', '--json');
    expect(JSON.parse(there.out).rtt).toEqual(JSON.parse(back.out).rtt);
    expect(JSON.parse(there.out).rtt.ms).toBeGreaterThan(200);
  });

  it('shows the measured value where the sample has one', async () => {
    const { out } = await run('topology', 'rtt', 'af-south-1', 'aws:ap-east-1');
    expect(out).toMatch(/measured 3\d\d\.\d ms \(cloudping\.co/);
  });

  it('names the nearest known places to an unknown one and exits 2', async () => {
    const { err, exitCode } = await run('topology', 'rtt', 'Singapur', 'us-east-1');
    expect(err).toContain('there is no place "Singapur"');
    expect(err).toContain('the nearest known places are Singapore, SG');
    expect(exitCode).toBe(2);
  });

  it('refuses latitude 91, an unknown country, an unknown option and three places', async () => {
    const refusals = [
      [['91,0,SG', 'SIN'], 'latitude 91 is outside -90 to 90'],
      [['9,0,XX', 'SIN'], 'there is no country "XX"'],
      [['SIN', 'LON', '--jsn'], 'unknown option --jsn'],
      [['SIN', 'LON', 'FRA'], '3 places were given'],
    ] as const;
    for (const [words, message] of refusals) {
      const { err, exitCode } = await run('topology', 'rtt', ...words);
      expect(err).toContain(message);
      expect(exitCode).toBe(2);
    }
  });

  it('sends Mumbai to Frankfurt around Africa when the Red Sea is cut', async () => {
    const { out } = await run('topology', 'rtt', 'BOM', 'FRA', '--cut', 'Red Sea', '--explain');
    expect(out).toContain('Johannesburg to Cape Town');
  });

  it('prefers measured values from a file of the user', async () => {
    const measured = file('mine.csv', 'src,dst,rtt_ms,spread_ms\nSIN,FRA,160.5,2\n');
    const { out } = await run('topology', 'rtt', 'Singapore', 'Frankfurt', '--measured', measured);
    expect(out).toContain('160.5 ms round trip (measured, measured,');
  });
});

describe('topology rtt --pairs', () => {
  it('adds rtt_ms to a CSV, keeps other columns, and reads quoted places with minus signs', async () => {
    const pairs = file(
      'pairs.csv',
      '\uFEFFsrc,dst,note\r\n"-33.87,151.21,AU",SIN,"a, ""b"""\r\n\r\nLondon,"-1.2,36.8,KE",\r\n',
    );
    const { out } = await run('topology', 'rtt', '--pairs', pairs);
    expect(out).toMatch(
      /^src,dst,note,rtt_ms\n"-33\.87,151\.21,AU",SIN,"a, ""b""",\d+\.\d\d\nLondon,"-1\.2,36\.8,KE",,\d+\.\d\d\n$/,
    );
  });

  it('answers 100,000 pairs', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, i) => `"${(i % 170) - 85 + i / 1e6},${(i % 350) - 175},BR",aws:us-east-1`,
    );
    const { out } = await run(
      'topology',
      'rtt',
      '--pairs',
      file('many.csv', `src,dst\n${rows.join('\n')}\n`),
    );
    expect(out.split('\n')).toHaveLength(100_002);
  });

  it('refuses an empty file, a file without pairs, a bad place and a place without quotes, each with its line', async () => {
    const refusals = [
      ['empty.csv', '', 'the file is empty', 'empty.csv:1:1'],
      ['header.csv', 'src,dst\n', 'the file has no pairs after its header', 'header.csv:2:1'],
      ['columns.csv', 'from,to\na,b\n', 'there is no column "src"', 'columns.csv:1:1'],
      ['bad.csv', 'src,dst\nSIN,LON\nSIN,"91,0,SG"\n', 'latitude 91', 'bad.csv:3:1'],
      ['bare.csv', 'src,dst\n-33.87,151.21,AU,SIN\n', '4 cells, but the header names 2', 'bare.csv:2:1'],
      ['open.csv', 'src,dst\n"SIN,LON\n', 'a quoted cell has no closing quote', 'open.csv:2:1'],
      ['twice.csv', 'src,dst,rtt_ms\nSIN,LON,1\n', 'the file already has a column rtt_ms', 'twice.csv:1:1'],
    ] as const;
    for (const [name, text, message, place] of refusals) {
      const { err, exitCode } = await run('topology', 'rtt', '--pairs', file(name, text));
      expect(err).toContain(message);
      expect(err).toContain(place);
      expect(exitCode).toBe(3);
    }
  });
});

describe('topology list, nearest, map and audit', () => {
  it('lists every kind, as text and as JSON', async () => {
    for (const what of [
      'networks',
      'pops',
      'regions',
      'cities',
      'hubs',
      'links',
      'cables',
      'countries',
      'access',
      'constants',
    ]) {
      const rows: unknown = JSON.parse((await run('topology', 'list', what, '--json')).out);
      expect(Array.isArray(rows) ? rows.length : 0).toBeGreaterThan(4);
      expect((await run('topology', 'list', what)).out.split('\n').length).toBeGreaterThan(5);
    }
    expect((await run('topology', 'list', 'pop')).err).toContain('did you mean pops?');
    expect((await run('topology', 'list', 'pops', '--network', 'fastly', '--country', 'jp')).out).toContain(
      'fastly:NRT',
    );
  });

  it('finds the nearest sites, and leaves out a closed one', async () => {
    const open = await run('topology', 'nearest', 'São Paulo, BR', '--network', 'fastly', '-k', '5');
    expect(open.out.split('\n')[2]).toContain('fastly:GRU');
    const closed = await run(
      'topology',
      'nearest',
      'São Paulo, BR',
      '--network',
      'fastly',
      '--close',
      'fastly:GRU',
    );
    expect(closed.out).not.toContain('fastly:GRU');
  });

  it('draws the sites, the way and the cut links as SVG', async () => {
    const { out } = await run('topology', 'map', 'BOM', 'FRA', '--cut', 'Red Sea');
    expect(out).toMatch(/^<svg xmlns/);
    expect(out).toContain('Mumbai to Frankfurt, without Red Sea');
    expect(out).not.toContain('NaN');
    const path = join(folder, 'map.svg');
    await run('topology', 'map', '--out', path);
    expect(readFileSync(path, 'utf8')).toContain('309 sites');
  });

  it('prints the accuracy of the shipped sample, or of a file', async () => {
    expect((await run('topology', 'audit')).out).toMatch(/all\s+300/);
    const own = file('own.csv', 'src,dst,rtt_ms\naws:us-east-1,aws:eu-west-2,76\nSIN,LON,1\n');
    const { out, err } = await run('topology', 'audit', own);
    expect(out).toMatch(/file\s+1 /);
    expect(err).toContain('own.csv:3: dropped');
  });

  it('ends every help with two examples', async () => {
    const command = topologyCommand({
      columns: 80,
      color: false,
      maps: false,
      errorColor: false,
      interactive: false,
      exitCode: 0,
      out: () => undefined,
      err: () => undefined,
    });
    for (const sub of [command, ...command.commands]) {
      let help = '';
      sub.configureOutput({ writeOut: (text) => (help += text) });
      sub.outputHelp();
      expect(help.split('  $ npx antipode').length - 1).toBe(2);
    }
  });
});

describe('import', () => {
  const globalping = {
    type: 'ping',
    createdAt: '2026-06-01T10:00:00Z',
    results: [
      {
        probe: {
          country: 'SG',
          city: 'Singapore',
          latitude: 1.29,
          longitude: 103.85,
          tags: ['datacenter-network'],
        },
        result: { status: 'finished', stats: { avg: 161 }, timings: [{ rtt: 160 }, { rtt: 162 }] },
      },
      {
        probe: {
          country: 'US',
          city: 'New York',
          latitude: 40.71,
          longitude: -74,
          tags: ['eyeball-network'],
        },
        result: { status: 'finished', timings: [{ rtt: 12 }] },
      },
    ],
  };

  it('writes the CSV that topology rtt --measured reads, and says what was dropped', async () => {
    const source = file('ping.json', JSON.stringify(globalping, null, 1));
    const csv = join(folder, 'measured.csv');
    const { err } = await run('import', 'globalping', source, '--target', 'aws:eu-central-1', '--out', csv);
    expect(err).toContain('2 records, 1 used as 1 pairs, 1 dropped');
    expect(err).toMatch(/line \d+: an RTT of 12 ms is faster than light: 6\d\d\d km of great circle take/);
    const { out } = await run('topology', 'rtt', 'SIN', 'FRA', '--profile', 'transit', '--measured', csv);
    expect(out).toContain('161.0 ms round trip (measured, Globalping, 2026-06-01');
  });

  it('asks for what the results do not tell', async () => {
    const source = file('atlas.json', '[]');
    expect((await run('import', 'globalping', source)).err).toContain('--target is missing');
    expect((await run('import', 'ripe-atlas', source, '--target', 'FRA')).err).toContain(
      '--probes is missing',
    );
    expect((await run('import', 'pcap', source)).err).toContain('there is no import format "pcap"');
  });
});
