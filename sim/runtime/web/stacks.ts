// Stacks as handlers see them: only frames of the handler's own files, named as the user wrote them.
import { host } from './host.ts';

/** The part of V8's call site that a stack line needs. */
interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  getTypeName(): string | null;
  isConstructor(): boolean;
  isAsync(): boolean;
}

function headline(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function line(site: CallSite): string {
  const file = site.getFileName();
  if (typeof file !== 'string' || !file.startsWith('antipode:')) return '';
  const place = host.stacks.locate(file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
  if (place === '') return '';
  const name = site.getFunctionName() ?? '';
  const prefix = `${site.isAsync() ? 'async ' : ''}${site.isConstructor() ? 'new ' : ''}`;
  return name === '' ? `\n    at ${prefix}${place}` : `\n    at ${prefix}${name} (${place})`;
}

/** V8 calls this when a stack is first read; the call sites themselves never reach a handler. */
export function formatStack(error: unknown, sites: readonly CallSite[]): string {
  let text = headline(error);
  for (const site of sites) text += line(site);
  return text;
}
