// The page at the PoP: the shell from the PoP's cache, name and basket written in by HTMLRewriter on the way out.
interface Visitor {
  readonly name: string;
  readonly items: number;
}

interface Element {
  setInnerContent(text: string): void;
}

/** The part of HTMLRewriter that is used here. */
declare const HTMLRewriter: new () => {
  on(
    selector: string,
    handlers: { element(element: Element): Promise<void> },
  ): InstanceType<typeof HTMLRewriter>;
  transform(response: Response): Response;
};

interface Env {
  readonly KV: { get(key: string, type: 'json'): Promise<Visitor | null> };
  /** stream: send the shell at once, fill in when KV has answered; wait: ask KV first; cookie: the visitor brings name and basket. */
  readonly MODE: 'stream' | 'wait' | 'cookie';
}

const STRANGER: Visitor = { name: 'stranger', items: 0 };

function cookieOf(request: Request, name: string): string {
  const cookies = request.headers.get('cookie')?.split('; ') ?? [];
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

async function visitorOf(request: Request, env: Env): Promise<Visitor> {
  if (env.MODE === 'cookie')
    return { name: cookieOf(request, 'name'), items: Number(cookieOf(request, 'items')) };
  return (await env.KV.get(`user:${cookieOf(request, 'user')}`, 'json')) ?? STRANGER;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const visitor = visitorOf(request, env);
    if (env.MODE === 'wait') await visitor;
    const shell = await fetch(new URL('/shell', request.url), { cf: { cacheEverything: true } });
    const page = new HTMLRewriter()
      .on('#hello', { element: async (element) => element.setInnerContent(`Hello, ${(await visitor).name}`) })
      .on('#basket', {
        element: async (element) => element.setInnerContent(`Your basket: ${(await visitor).items} things`),
      })
      .transform(shell);
    const headers = new Headers(page.headers);
    headers.set('cache-control', 'private, no-store');
    return new Response(page.body, { headers });
  },
};
