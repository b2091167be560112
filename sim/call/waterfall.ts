// What a browser's network panel would show of one request: phase by phase, then what the code asked for, said and answered.
import { Chalk } from 'chalk';
import type { CallLine, RequestAnswer } from './lines.ts';

const LABEL_COLUMNS = 34;
const TIME_COLUMNS = 12;
const LONGEST_BODY = 600;

/** The request, its response and everything between, as lines of text. */
export function waterfall(
  line: CallLine,
  answer: RequestAnswer,
  look: { readonly columns: number; readonly color: boolean },
): string {
  const paint = new Chalk({ level: look.color ? 1 : 0 });
  const { timing, outcome } = answer;
  const asked = 'url' in line ? `${line.method} ${line.url}` : '';
  const good = outcome === 'ok' && answer.status < 400;
  const status = paint[good ? 'green' : 'red'](`${answer.status} ${answer.statusText}`.trim());
  const lines = [
    `${paint.bold(asked)}  ${status}  ${outcome}`,
    `first byte ${ms(timing.ttfbMs)}, last byte ${ms(timing.totalMs)}, round trip ${ms(timing.rttMs)} to ${timing.pop}, CPU ${ms(answer.cpuMs)}`,
    '',
    ...timing.phases.map((phase) => bar(named(phase), phase, { timing, look })),
  ];
  if (answer.ops.length > 0) lines.push('', paint.bold('operations'));
  for (const op of answer.ops)
    lines.push(
      bar(
        `${op.verb} ${op.args.map(shortened).join(' ')}`,
        { ...op, endMs: op.endMs ?? op.startMs },
        { timing, look },
      ),
    );
  if (answer.console.length > 0) lines.push('', paint.bold('console'), ...answer.console);
  if (answer.error !== undefined) lines.push('', paint.red(`${answer.error.name}: ${answer.error.message}`));
  lines.push('', ...answer.headers.map(([name, value]) => `${name}: ${value}`), '', bodyText(answer));
  return `${lines.join('\n')}\n`;
}

function named({ kind, note }: RequestAnswer['timing']['phases'][number]): string {
  return note === '' ? kind : `${kind}: ${note}`;
}

function bar(
  label: string,
  span: { readonly startMs: number; readonly endMs: number },
  at: { readonly timing: RequestAnswer['timing']; readonly look: { readonly columns: number } },
): string {
  const width = Math.max(10, at.look.columns - LABEL_COLUMNS - TIME_COLUMNS - 2);
  const scale = width / Math.max(at.timing.totalMs, span.endMs, 0.001);
  const start = Math.min(width - 1, Math.floor(span.startMs * scale));
  const length = Math.max(1, Math.min(width - start, Math.round((span.endMs - span.startMs) * scale)));
  const drawn = `${' '.repeat(start)}${'█'.repeat(length)}`.padEnd(width);
  const short = label.length > LABEL_COLUMNS ? `${label.slice(0, LABEL_COLUMNS - 1)}…` : label;
  return `${short.padEnd(LABEL_COLUMNS)} ${drawn} ${ms(span.endMs - span.startMs).padStart(TIME_COLUMNS - 1)}`;
}

function shortened(argument: unknown): string {
  return typeof argument === 'string' ? argument : JSON.stringify(argument);
}

function bodyText({ body, bodyBase64 }: RequestAnswer): string {
  if (body === undefined) return `(${Buffer.from(bodyBase64 ?? '', 'base64').length} bytes that are no text)`;
  return body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}… (${body.length} characters)` : body;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}
