// `antipode call`: sends requests to a handler and shows what became of each, with its operations in virtual time.
import { Command, InvalidArgumentError } from 'commander';
import type { Caller } from '../call/driver.ts';
import { SimError } from '../errors.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';
import { examples, styleOption } from './options.ts';
import type { Terminal } from './terminal.ts';

interface CallOptions {
  readonly url: string;
  readonly method?: string;
  readonly header: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly from?: string;
  readonly cf: Readonly<Record<string, unknown>>;
  readonly requests?: string;
  readonly bindings?: string;
  readonly upstream?: string;
  readonly scenario?: string;
  readonly style?: HandlerStyle;
  readonly json?: true;
}

/** The command `call`. */
export function callCommand(terminal: Terminal): Command {
  return new Command('call')
    .summary('send requests to a handler, and see what it does')
    .description(
      'Sends one request, or a file of them, to a handler. Prints a waterfall, or one JSON object a request.',
    )
    .argument(
      '<handler>',
      'handler module, or the folder of a project whose wrangler.toml or wrangler.jsonc names it',
    )
    .option('--url <url>', 'URL, or a path of the site', '/')
    .option('--method <method>', 'method (default: GET, with a body POST)')
    .option('--header <name:value>', 'a header; may be given several times', collectHeader, [])
    .option('--body <text>', 'body of the request')
    .option('--from <city>', 'where the user is; stores then lie where they really lie')
    .option('--cf <name=value>', 'a field of request.cf; may be given several times', collectField, {})
    .option('--requests <file>', 'lines of JSON instead of one request; - reads standard input')
    .option(
      '--bindings <file>',
      'JSON file with kv, d1, r2, durableObjects, queues, stores, vars, services and cache, or a wrangler.jsonc or wrangler.toml',
    )
    .option('--upstream <module>', 'a { fetch } module that answers every outgoing request')
    .option('--scenario <file>', 'take hosts, stores and network from a scenario')
    .addOption(styleOption())
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      examples(
        'antipode call scenarios/hello/handler.ts --url /',
        'antipode call scenarios/hello/handler.ts --from Singapore --json',
      ),
    )
    .action((handler: string, options: CallOptions) => call(handler, options, terminal));
}

async function call(handler: string, options: CallOptions, terminal: Terminal): Promise<void> {
  const { prepareCall } = await import('../call/setup.ts');
  const driver = await import('../call/driver.ts');
  const { bindings, upstream, scenario, from, style } = options;
  const setup = await prepareCall({ handler, bindings, upstream, scenario, from, style });
  if (setup.missing.length > 0)
    terminal.err(`Not simulated, and absent from env: ${setup.missing.join(', ')}.\n`);
  const caller = await driver.Caller.open(setup);
  try {
    if (options.requests === undefined) await callOnce(caller, options, terminal);
    else await callLines(caller, options.requests, terminal);
  } finally {
    await caller.close();
  }
}

async function callOnce(caller: Caller, options: CallOptions, terminal: Terminal): Promise<void> {
  const { url, method, header, body, cf } = options;
  const { readLine } = await import('../call/read-line.ts');
  const asked = {
    url,
    method: (method ?? (body === undefined ? 'GET' : 'POST')).toUpperCase(),
    headers: header,
    body,
    cf,
  };
  const line = readLine(JSON.stringify(asked));
  const answer = await caller.answer(line);
  if (options.json || !('timing' in answer)) {
    terminal.out(`${JSON.stringify(answer)}\n`);
    return;
  }
  const { waterfall } = await import('../call/waterfall.ts');
  terminal.out(waterfall(line, answer, { columns: terminal.columns, color: terminal.color }));
}

/** Every line is answered before the next is read; one that cannot be understood is answered by an error. */
async function callLines(caller: Caller, file: string, terminal: Terminal): Promise<void> {
  const { createInterface } = await import('node:readline');
  const { createReadStream } = await import('node:fs');
  const input = file === '-' ? process.stdin : createReadStream(file);
  const failed = new Promise<never>((_, reject) => {
    input.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new SimError('E_FILE', `${file} cannot be read: ${error.code ?? error.message}`, { at: { file } }),
      ),
    );
  });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  for (let line = 1; ; line++) {
    const { value: text, done } = await Promise.race([lines.next(), failed]);
    if (done === true) return;
    if (text.trim() !== '') terminal.out(`${JSON.stringify(await answerText(caller, text, line))}\n`);
  }
}

async function answerText(caller: Caller, text: string, line: number): Promise<unknown> {
  const { readLine } = await import('../call/read-line.ts');
  try {
    return await caller.answer(readLine(text));
  } catch (error) {
    if (error instanceof SimError) return { error: { code: error.code, message: error.message, line } };
    // A fault of this program: the lines that follow are answered all the same.
    return { error: { code: 'E_INTERNAL', message: String(error), line } };
  }
}

function collectHeader(text: string, known: readonly (readonly [string, string])[]): [string, string][] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidArgumentError('Expected a header as name:value.');
  return [
    ...known.map(([name, value]): [string, string] => [name, value]),
    [text.slice(0, colon).trim(), text.slice(colon + 1).trim()],
  ];
}

/** Fields of request.cf that are numbers; all others are texts, those of places too. */
const NUMBERS = ['asn', 'clientTcpRtt'];

function collectField(text: string, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Expected a field as name=value.');
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  return { ...known, [name]: NUMBERS.includes(name) ? Number(value) : value };
}
