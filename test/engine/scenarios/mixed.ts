// A small scenario in which everything takes part that could make two runs differ: chance, clocks, locales, stores, timers, failures, faults.

/** The scenario file. */
export const MIXED_YAML = `title: Everything that could differ
rate: 60/s
window: 20s
warmup: 5s
users: { from: world, count: 300 }
sessions: { requests: 5, thinkTime: 2s, roaming: 30% }
network: { transport: quic, keepAlive: 4s }
faults: [{ cut: Red Sea, from: 8s, to: 12s }]
requests:
  - { name: page, weight: 4, get: '/page/{user}' }
  - { name: shared page, weight: 1, get: /shared }
  - { name: hot, weight: 4, get: /hot }
  - { name: save, weight: 2, post: '/save/{user}', body: 'n={n} session={session}' }
stores:
  KV: { kind: workers-kv, home: 'aws:eu-west-1', seed: [{ key: 'page:{n}', count: 300, value: 'page {n}' }] }
  DB: { kind: regional-kv }
origin: { region: 'aws:eu-central-1' }
arms:
  origin: { platform: node-origin, options: { servers: 2, cpuScale: 2000% } }
  cdn: { platform: cloudflare-cdn }
  edge: { platform: cloudflare-workers, options: { idleEviction: 3s } }
`;

/** Its handler. */
export const MIXED_HANDLER = `// Does what could differ from run to run.
let calls = 0;
const secret = Math.PI.toString(36);

async function save(request, env, ctx) {
  const text = await request.text();
  ctx.waitUntil(env.DB.put('last', text).then(() => { if (text.includes('n=3')) throw new Error('later'); }));
  await env.KV.put('hot', text, { metadata: { at: Date.now() }, expirationTtl: 60 });
  return new Response(null, { status: 204 });
}

async function hot(env) {
  const [value, last] = await Promise.all([env.KV.get('hot', { cacheTtl: 30 }), env.DB.get('last')]);
  const names = await env.KV.list({ prefix: 'page:1', limit: 5 });
  return Response.json({ value, last, names });
}

export default {
  async fetch(request, env, ctx) {
    calls++;
    const { pathname } = new URL(request.url);
    console.log(pathname, calls);
    if (pathname === '/shared') {
      return new Response('x'.repeat(30000), { headers: { 'cache-control': 'public, max-age=3' } });
    }
    if (pathname === '/hot') return hot(env);
    if (request.method === 'POST') return save(request, env, ctx);
    if (Math.random() < 0.05) throw new RangeError('by chance ' + crypto.randomUUID());
    if (Math.random() < 0.02) await new Promise(() => {});
    await new Promise((resolve) => setTimeout(resolve, 5 + 20 * Math.random()));
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pathname + secret));
    const when = [new Date().toLocaleString(), Intl.DateTimeFormat().resolvedOptions().timeZone, new Date(2026, 6, 1).getTimezoneOffset()];
    const page = await env.KV.get('page:' + pathname.slice(6));
    return new Response(JSON.stringify({ page, when, calls, now: performance.now(), bytes: [...new Uint8Array(digest)] }));
  },
};
`;
