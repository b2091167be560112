// Reading RIPE Atlas ping results (https://atlas.ripe.net/docs/apis/measurement-result-format) with the file of their probes.
import { countryByCodeOrUndefined } from '../catalog.ts';
import { TopologyError } from '../errors.ts';
import type { Place } from '../place.ts';
import { arrayOf, linesOfField, numberIn, objectOf, objectsOf, parseJson, textIn } from './json.ts';
import type { JsonObject } from './json.ts';
import { impossibility, joinSamples, median } from './result.ts';
import type { Dropped, ImportResult, Sample } from './result.ts';

/** What the results alone do not tell. */
export interface AtlasContext {
  readonly target: Place;
  /** The probes' file: what /api/v2/probes returns, or the daily archive of probes. */
  readonly probesText: string;
}

/** Reads ping results: a JSON array, or one result a line. */
export function readRipeAtlas(text: string, context: AtlasContext): ImportResult {
  const probes = readProbes(context.probesText);
  const results = readResults(text);
  if (results.length === 0)
    throw new TopologyError('E_FILE', 'the file holds no RIPE Atlas results', {
      hint: 'expected an array of results, or one result a line',
    });
  const lines = linesOfField(text, 'prb_id');
  const samples: Sample[] = [];
  const dropped: Dropped[] = [];
  let latest = 0;
  results.forEach((result, index) => {
    const outcome = readResult(result, probes, context.target);
    latest = Math.max(latest, numberIn(result, 'timestamp') ?? 0);
    if (typeof outcome === 'string') dropped.push({ line: lines[index] ?? 1, reason: outcome });
    else samples.push(outcome);
  });
  const day = latest === 0 ? 'date unknown' : new Date(latest * 1000).toISOString().slice(0, 10);
  const notes =
    samples.length === 0
      ? []
      : [
          'most probes stand in homes and offices: their RTT holds the access link, which a simulation adds once more',
        ];
  return {
    pairs: joinSamples(samples, { by: `RIPE Atlas, ${day}`, profile: 'transit' }),
    recordCount: results.length,
    usedCount: samples.length,
    dropped,
    notes,
  };
}

function readResults(text: string): readonly JsonObject[] {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('[')) return objectsOf(parseJson(text, 'the RIPE Atlas file'));
  const lines = trimmed.split('\n').filter((line) => line.trim() !== '');
  return objectsOf(lines.map((line) => parseJson(line, 'the RIPE Atlas file')));
}

/** One probe's result as a sample, or the reason why it is none. */
function readResult(result: JsonObject, probes: ReadonlyMap<number, Place>, target: Place): Sample | string {
  const type = textIn(result, 'type');
  if (type !== '' && type !== 'ping') return `a result of type "${type}" is not read; ping is`;
  const probeId = numberIn(result, 'prb_id');
  if (probeId === undefined) return 'the result names no probe';
  const from = probes.get(probeId);
  if (from === undefined)
    return `probe ${probeId} has no coordinates or no known country in the file of probes`;
  const ms = resultMs(result);
  if (ms === undefined) return `probe ${probeId} got no answer`;
  const wrong = impossibility(from, target, ms);
  return wrong === undefined ? { from, to: target, ms } : `probe ${probeId}: ${wrong}`;
}

/** The median of the answered packets; results without packets tell an average, which is -1 when none came back. */
function resultMs(result: JsonObject): number | undefined {
  const times = arrayOf(result['result']).flatMap((packet) => numberIn(objectOf(packet), 'rtt') ?? []);
  if (times.length > 0) return median(times.sort((a, b) => a - b));
  const received = numberIn(result, 'rcvd');
  return received === 0 ? undefined : numberIn(result, 'avg');
}

/** Probes by their number: coordinates stand in `geometry` (API) or in `latitude` and `longitude` (archive). */
function readProbes(text: string): Map<number, Place> {
  const parsed = parseJson(text, 'the file of probes');
  const holder = objectOf(parsed);
  const list = Array.isArray(parsed)
    ? parsed
    : [...arrayOf(holder?.['results']), ...arrayOf(holder?.['objects'])];
  const probes = new Map<number, Place>();
  for (const value of list) {
    const probe = objectOf(value);
    const id = numberIn(probe, 'id');
    const place = probePlace(probe);
    if (id !== undefined && place !== undefined) probes.set(id, place);
  }
  if (probes.size === 0)
    throw new TopologyError('E_FILE', 'the file of probes holds no probe with coordinates', {
      hint: 'save https://atlas.ripe.net/api/v2/probes/?id__in=... beside the results',
    });
  return probes;
}

function probePlace(probe: JsonObject | undefined): Place | undefined {
  const [geometryLon, geometryLat] = arrayOf(objectOf(probe?.['geometry'])?.['coordinates']);
  const lat = typeof geometryLat === 'number' ? geometryLat : numberIn(probe, 'latitude');
  const lon = typeof geometryLon === 'number' ? geometryLon : numberIn(probe, 'longitude');
  const code = textIn(probe, 'country_code');
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  if (countryByCodeOrUndefined(code) === undefined) return undefined;
  return { id: `${lat},${lon},${code}`, name: `probe in ${code}`, country: code, lat, lon };
}
