// The light part, the same wherever it runs: old addresses are sent on, the visitor's token is checked, and the visitor is put on one side of a test.

const ENCODER = new TextEncoder();
const OLD_ADDRESS = /^\/old\/(\w+)$/;

/** What the front makes of a request: an answer of its own, or who asks for what. */
export type Fronted =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'page'; readonly word: string; readonly variant: 'a' | 'b' };

/** Redirects for search engines, a token by HS256, and an A/B side by the visitor's id. */
export async function front(request: Request, secret: string): Promise<Fronted> {
  const { pathname } = new URL(request.url);
  const moved = OLD_ADDRESS.exec(pathname)?.[1];
  if (moved !== undefined) return answer(Response.redirect(`https://app.example/search/${moved}`, 301));
  const token = request.headers.get('authorization')?.slice('Bearer '.length) ?? '';
  const user = await userOf(token, secret);
  if (user === null) return answer(new Response('Who are you?', { status: 401 }));
  return { kind: 'page', word: pathname.split('/').at(-1) ?? '', variant: user.length % 2 === 0 ? 'a' : 'b' };
}

function answer(response: Response): Fronted {
  return { kind: 'answer', response };
}

/** The user of a token with a right signature, or null. */
async function userOf(token: string, secret: string): Promise<string | null> {
  const [head, claims, signature] = token.split('.');
  if (head === undefined || claims === undefined || signature === undefined) return null;
  const key = await crypto.subtle.importKey(
    'raw',
    ENCODER.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  const right = await crypto.subtle.verify(
    'HMAC',
    key,
    bytesOf(signature),
    ENCODER.encode(`${head}.${claims}`),
  );
  if (!right) return null;
  const read: { sub?: string } = JSON.parse(new TextDecoder().decode(bytesOf(claims)));
  return read.sub ?? null;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );
}
