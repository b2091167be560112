// The table of reports: what a result can be rendered as. A new one is a file and a row.
import { renderCsv } from './csv.ts';
import { renderHtml } from './html/page.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { RunResult } from './result.ts';

/** Renders a result to the text of a file. */
export type Renderer = (result: RunResult) => string;

/** All reports that go to files, by name; the terminal’s needs to know the terminal and stands apart. */
export const REPORTS: Readonly<Record<string, { readonly extension: string; readonly render: Renderer }>> = {
  json: { extension: 'json', render: renderJson },
  csv: { extension: 'csv', render: renderCsv },
  markdown: { extension: 'md', render: renderMarkdown },
  html: { extension: 'html', render: renderHtml },
};
