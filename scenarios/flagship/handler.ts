// The application of the flagship: who is asking (a JSON Web Token), what they like (a record in KV), and a flag that everyone shares.
import { importKey, verifiedClaims } from './token.ts';

interface Env {
  readonly KV: {
    get(key: string, type: 'json'): Promise<unknown>;
    get(key: string): Promise<string | null>;
    put(key: string, value: string): Promise<void>;
  };
  readonly JWT_SECRET: string;
}

interface UserRecord {
  readonly name: string;
  readonly theme: string;
  readonly greeting: string;
}

const GREETINGS: Record<string, string> = {
  FR: 'Bonjour',
  DE: 'Guten Tag',
  ES: 'Hola',
  JP: 'Konnichiwa',
  BR: 'Olá',
  IN: 'Namaste',
};

const PAGE = `<!doctype html><title>Shop</title><h1>Today’s offers</h1>${'<p>One more thing that everybody sees.</p>'.repeat(60)}`;

/** One key per isolate: whoever comes first waits for it. */
let key: Promise<CryptoKey> | undefined;

async function userOf(request: Request, env: Env): Promise<string | null> {
  const token = request.headers.get('authorization')?.replace('Bearer ', '');
  if (token === undefined) return null;
  key ??= importKey(env.JWT_SECRET);
  try {
    const claims = await verifiedClaims(token, await key, 'shop');
    return claims?.sub ?? null;
  } catch {
    return null;
  }
}

async function profile(
  request: Request & { cf?: { country?: string } },
  env: Env,
  user: string,
): Promise<Response> {
  const [record, flag] = await Promise.all([
    env.KV.get(`user:${user}`, 'json') as Promise<UserRecord | null>,
    env.KV.get('flag:winter-sale'),
  ]);
  if (record === null) return new Response('No such user', { status: 404 });
  const hello = GREETINGS[request.cf?.country ?? ''] ?? 'Hello';
  return Response.json(
    { hello: `${hello}, ${record.name}`, theme: record.theme, sale: flag === 'on', text: record.greeting },
    { headers: { 'cache-control': 'private, no-store' } },
  );
}

async function saveTheme(request: Request, env: Env, user: string): Promise<Response> {
  const { theme } = (await request.json()) as { theme: string };
  const record = { name: `User ${user}`, theme, greeting: 'Welcome back.' };
  await env.KV.put(`user:${user}`, JSON.stringify(record));
  return new Response(null, { status: 204 });
}

/** Somebody in the marketing team switches the sale on or off, wherever they are: one key that the whole world reads. */
async function switchSale(request: Request, env: Env): Promise<Response> {
  const { visit } = (await request.json()) as { visit: number };
  await env.KV.put('flag:winter-sale', visit % 2 === 0 ? 'on' : 'off');
  return new Response(null, { status: 204 });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/') {
      return new Response(PAGE, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=60' },
      });
    }
    const user = await userOf(request, env);
    if (user === null) return new Response('Who are you?', { status: 401 });
    if (pathname === '/theme') return saveTheme(request, env, user);
    if (pathname === '/sale') return switchSale(request, env);
    return profile(request, env, user);
  },
};
