// The rules in Workers KV: nothing to load at the start, one read for each request, and rules change without a deploy.
import { pathOf, redirect } from './redirect.ts';

interface Env {
  readonly RULES: { get(key: string, options: { cacheTtl: number }): Promise<string | null> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    return redirect(await env.RULES.get(pathOf(request), { cacheTtl: 3600 }));
  },
};
