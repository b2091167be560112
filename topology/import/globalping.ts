// Reading Globalping measurements, ping and MTR, as its API returns them (https://globalping.io/docs/api.globalping.io).
import { countryByCodeOrUndefined } from '../catalog.ts';
import { TopologyError } from '../errors.ts';
import type { Place } from '../place.ts';
import { arrayOf, linesOfField, numberIn, objectOf, objectsOf, parseJson, textIn } from './json.ts';
import type { JsonObject } from './json.ts';
import { impossibility, joinSamples, median } from './result.ts';
import type { Dropped, ImportResult, Sample } from './result.ts';

/** Reads one measurement or an array of them; the file does not say where the target stands, so the caller does. */
export function readGlobalping(text: string, target: Place): ImportResult {
  const parsed = parseJson(text, 'the Globalping file');
  const measurements = objectsOf(Array.isArray(parsed) ? parsed : [parsed]);
  if (!measurements.some((measurement) => Array.isArray(measurement['results']))) {
    throw new TopologyError('E_FILE', 'the file holds no Globalping measurement', {
      hint: 'expected an object with "type" and "results", as the API returns it',
    });
  }
  const lines = linesOfField(text, 'probe');
  const samples: Sample[] = [];
  const dropped: Dropped[] = [];
  let recordCount = 0;
  let behindAccess = 0;
  for (const measurement of measurements) {
    for (const value of arrayOf(measurement['results'])) {
      const line = lines[recordCount] ?? 1;
      recordCount += 1;
      const outcome = readResult(objectOf(value), textIn(measurement, 'type'), target);
      if (typeof outcome === 'string') {
        dropped.push({ line, reason: outcome });
        continue;
      }
      samples.push(outcome);
      if (isBehindAccess(objectOf(value))) behindAccess += 1;
    }
  }
  const date =
    measurements
      .map((measurement) => textIn(measurement, 'createdAt').slice(0, 10))
      .find((day) => day !== '') ?? 'date unknown';
  const notes =
    behindAccess === 0
      ? []
      : [
          `${behindAccess} of the probes stand in eyeball networks: their RTT holds the access link, which a simulation adds once more`,
        ];
  return {
    pairs: joinSamples(samples, { by: `Globalping, ${date}`, profile: 'transit' }),
    recordCount,
    usedCount: samples.length,
    dropped,
    notes,
  };
}

/** One probe's result as a sample, or the reason why it is none. */
function readResult(entry: JsonObject | undefined, type: string, target: Place): Sample | string {
  const probe = objectOf(entry?.['probe']);
  const result = objectOf(entry?.['result']);
  const from = probePlace(probe);
  if (from === undefined) return 'the probe has no coordinates or no known country';
  const status = textIn(result, 'status');
  if (status !== 'finished') return `the result is ${status === '' ? 'without status' : status}`;
  const ms = type === 'ping' ? pingMs(result) : type === 'mtr' ? mtrMs(result) : undefined;
  if (type !== 'ping' && type !== 'mtr')
    return `a measurement of type "${type}" holds no usable RTT; ping and mtr do`;
  if (ms === undefined) return 'the target did not answer';
  return impossibility(from, target, ms) ?? { from, to: target, ms };
}

function probePlace(probe: JsonObject | undefined): Place | undefined {
  const lat = numberIn(probe, 'latitude');
  const lon = numberIn(probe, 'longitude');
  const code = textIn(probe, 'country');
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  if (countryByCodeOrUndefined(code) === undefined) return undefined;
  return { id: `${lat},${lon},${code}`, name: textIn(probe, 'city'), country: code, lat, lon };
}

function isBehindAccess(entry: JsonObject | undefined): boolean {
  return arrayOf(objectOf(entry?.['probe'])?.['tags']).includes('eyeball-network');
}

/** The median of the packets' times, or the average when the packets are not listed. */
function pingMs(result: JsonObject | undefined): number | undefined {
  return packetMedian(result) ?? numberIn(objectOf(result?.['stats']), 'avg');
}

/** The last hop counts only when it is the target itself. */
function mtrMs(result: JsonObject | undefined): number | undefined {
  const hop = objectOf(arrayOf(result?.['hops']).at(-1));
  const address = textIn(result, 'resolvedAddress');
  if (hop === undefined || address === '' || textIn(hop, 'resolvedAddress') !== address) return undefined;
  return packetMedian(hop) ?? numberIn(objectOf(hop['stats']), 'avg');
}

function packetMedian(holder: JsonObject | undefined): number | undefined {
  const times = arrayOf(holder?.['timings']).flatMap((timing) => numberIn(objectOf(timing), 'rtt') ?? []);
  return times.length === 0 ? undefined : median(times.sort((a, b) => a - b));
}
