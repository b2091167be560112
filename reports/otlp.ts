// The kept journeys as OpenTelemetry traces in the JSON form of OTLP: a resource per arm, a trace per journey, a span per phase.
import { createHash } from 'node:crypto';
import { US_PER_MS } from '../sim/units.ts';
import { keptJourneys } from './kept-journeys.ts';
import type { ArmResult, JourneyResult, PhaseKind, RunResult } from './result.ts';
import { plainText } from './text.ts';

type Value =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean };

/** Kinds of span (opentelemetry-proto, trace.proto): 1 internal, 3 client. */
const INTERNAL = 1;
const CLIENT = 3;
/** Status code for an error, by the same file. */
const ERROR = 2;
/** Phases in which something else is asked. */
const ASKING: ReadonlySet<PhaseKind> = new Set(['dns', 'store', 'subrequest']);

/** An ExportTraceServiceRequest as JSON text; its times are simulated, from the plan's epoch on. */
export function renderOtlp(result: RunResult): string {
  const resourceSpans = result.arms.map((arm) => ({
    resource: {
      attributes: attributes({
        'service.name': plainText(arm.name, 40),
        'service.namespace': plainText(result.scenario.name, 80),
        'antipode.platform': plainText(arm.platform, 40),
        'antipode.plan_digest': result.planDigest,
        'cloud.region': plainText(arm.region.id, 60),
      }),
    },
    scopeSpans: [
      {
        scope: { name: 'antipode', version: plainText(result.engineVersion, 40) },
        spans: keptJourneys(arm).flatMap(({ journey }) => spansOf(result, arm, journey)),
      },
    ],
  }));
  return `${JSON.stringify({ resourceSpans })}\n`;
}

function spansOf(result: RunResult, arm: ArmResult, journey: JourneyResult): unknown[] {
  const traceId = idOf([result.planDigest, arm.name, journey.seed, journey.id], 16);
  const spanId = (index: number): string => idOf([traceId, index], 8);
  const { epochMs } = result.plan;
  const zeroMs = typeof epochMs === 'number' ? epochMs : 0;
  const atNano = (ms: number): string =>
    String(BigInt(Math.round(zeroMs)) * 1_000_000n + BigInt(Math.round(ms * US_PER_MS)) * 1000n);
  const failed = journey.outcome !== 'ok';
  const endMs = Math.max(journey.totalMs, ...journey.phases.map((phase) => phase.endMs));
  const root = {
    traceId,
    spanId: spanId(0),
    name: plainText(`${journey.method} ${journey.class}`, 120),
    kind: CLIENT,
    startTimeUnixNano: atNano(journey.startMs),
    endTimeUnixNano: atNano(journey.startMs + endMs),
    attributes: journeyAttributes(journey),
    status: failed ? { code: ERROR, message: plainText(journey.outcome, 80) } : {},
  };
  const phases = journey.phases.map((phase, i) => ({
    traceId,
    spanId: spanId(i + 1),
    parentSpanId: root.spanId,
    name: phase.kind,
    kind: ASKING.has(phase.kind) ? CLIENT : INTERNAL,
    startTimeUnixNano: atNano(journey.startMs + phase.startMs),
    endTimeUnixNano: atNano(journey.startMs + phase.endMs),
    attributes: attributes(phase.note === undefined ? {} : { 'antipode.note': plainText(phase.note, 200) }),
    status: {},
  }));
  return [root, ...phases];
}

/** Names of the semantic conventions for HTTP where there is one. */
function journeyAttributes(journey: JourneyResult): unknown[] {
  const [path = '', query] = journey.path.split('?', 2);
  return attributes({
    'http.request.method': plainText(journey.method, 10),
    'http.response.status_code': journey.status,
    'url.path': plainText(path, 2000),
    ...(query !== undefined && { 'url.query': plainText(query, 2000) }),
    'geo.country.iso_code': plainText(journey.user.country, 8),
    'geo.locality.name': plainText(journey.user.name, 80),
    'antipode.seed': journey.seed,
    'antipode.journey': journey.id,
    'antipode.pop': plainText(journey.pop, 40),
    'antipode.cold_start': journey.cold,
    'antipode.cache': plainText(journey.cache, 20),
    'antipode.new_connection': journey.newConnection,
    'antipode.rtt_ms': { doubleValue: journey.rttMs },
    'antipode.ttfb_ms': { doubleValue: journey.ttfbMs },
  });
}

function attributes(
  values: Readonly<Record<string, string | number | boolean | { doubleValue: number }>>,
): { key: string; value: Value }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));
}

/** 64-bit integers are texts in the JSON form of protocol buffers. */
function valueOf(value: string | number | boolean | { doubleValue: number }): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return typeof value === 'number' ? { intValue: String(value) } : value;
}

/** An id of so many bytes in hex: the same for the same journey of the same plan, in every export. */
function idOf(parts: readonly (string | number)[], bytes: number): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 2 * bytes);
}
