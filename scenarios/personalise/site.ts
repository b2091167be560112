// The shop in Virginia, beside its database: the shell for those who fill it in themselves, else the whole page for one visitor.
import { SHELL } from './shell.ts';

interface Env {
  readonly KV: { get(key: string, type: 'json'): Promise<{ name: string; items: number } | null> };
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (new URL(request.url).pathname === '/shell')
      return new Response(SHELL, { headers: { ...HTML, 'cache-control': 'public, max-age=300' } });
    const user = /(?:^|; )user=(\d+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
    const visitor = await env.KV.get(`user:${user}`, 'json');
    const page = SHELL.replace('>Hello<', `>Hello, ${visitor?.name ?? 'stranger'}<`).replace(
      '>Your basket<',
      `>Your basket: ${visitor?.items ?? 0} things<`,
    );
    return new Response(page, { headers: { ...HTML, 'cache-control': 'private, no-store' } });
  },
};
