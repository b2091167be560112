// The table of exports: what a result can be written to a file as. A new one is a file and a row; the command line offers every row.
import type { RunResult } from './result.ts';

/** Renders a result to the content of a file. */
export type Renderer = (result: RunResult) => string | Uint8Array;

/** A row: what the file is for, and where its renderer is; it is loaded only when it is wanted. */
export interface Export {
  readonly does: string;
  readonly load: () => Promise<Renderer>;
}

/** All exports, by the name of their flag. The result itself (JSON) and the terminal’s report go to standard output and stand apart. */
export const EXPORTS: Readonly<Record<string, Export>> = {
  html: {
    does: 'write the HTML report',
    load: async () => (await import('./html/page.ts')).renderHtml,
  },
  csv: {
    does: 'write the metrics of each arm as CSV',
    load: async () => (await import('./csv.ts')).renderCsv,
  },
  markdown: {
    does: 'write a summary in Markdown',
    load: async () => (await import('./markdown.ts')).renderMarkdown,
  },
  perfetto: {
    does: 'write the kept journeys as a trace for ui.perfetto.dev',
    load: async () => (await import('./perfetto.ts')).renderPerfetto,
  },
  otlp: {
    does: 'write the kept journeys as OpenTelemetry traces (OTLP/JSON)',
    load: async () => (await import('./otlp.ts')).renderOtlp,
  },
  parquet: {
    does: 'write the kept journeys as a Parquet table',
    load: async () => (await import('./parquet.ts')).renderParquet,
  },
  junit: {
    does: 'write the thresholds as a JUnit test report',
    load: async () => (await import('./junit.ts')).renderJunit,
  },
};
