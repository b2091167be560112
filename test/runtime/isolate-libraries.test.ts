// Libraries that real Workers use run unmodified on hardened intrinsics.
import { describe, it } from 'vitest';
import { openHandler } from './run.ts';

describe('unmodified libraries', () => {
  it('hono routes, reads parameters and sets headers', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`
      import { Hono } from 'hono';
      import { cors } from 'hono/cors';
      const app = new Hono();
      app.use('*', cors());
      app.get('/hello/:name', (c) => c.json({ hello: c.req.param('name'), q: c.req.query('q') }, 201, { 'x-own': 'yes' }));
      app.post('/echo', async (c) => c.text((await c.req.json()).word));
      app.notFound((c) => c.text('nothing here', 404));
      export default app;`);
    const hello = bench.call(isolate, { url: 'https://example.com/hello/Ann?q=5' });
    expect([
      hello.status,
      hello.text,
      hello.headers['x-own'],
      hello.headers['access-control-allow-origin'],
    ]).toEqual([201, '{"hello":"Ann","q":"5"}', 'yes', '*']);
    const echo = bench.call(isolate, {
      method: 'POST',
      url: 'https://example.com/echo',
      body: '{"word":"echo"}',
    });
    expect(echo.text).toBe('echo');
    expect(bench.call(isolate, { url: 'https://example.com/no' }).status).toBe(404);
  });

  it('jose signs and verifies HS256 and ES256 tokens under the simulated clock', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`
      import { SignJWT, jwtVerify, generateKeyPair, errors } from 'jose';
      const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
      export default { async fetch() {
        const token = await new SignJWT({ user: 7 }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().setExpirationTime('1m').sign(secret);
        const { payload } = await jwtVerify(token, secret);
        const { publicKey, privateKey } = await generateKeyPair('ES256');
        const second = await new SignJWT({ user: 8 }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
        const es = await jwtVerify(second, publicKey);
        await scheduler.wait(61_000);
        const late = await jwtVerify(token, secret).catch((error) => error);
        const forged = await jwtVerify(token.slice(0, -3) + 'AAA', secret).catch((error) => error.code);
        return Response.json([payload.user, payload.exp - payload.iat, es.payload.user, late instanceof errors.JWTExpired, forged]);
      } };`);
    const { text, error } = bench.call(isolate);
    expect(error).toBe('');
    expect(JSON.parse(text)).toEqual([7, 60, 8, true, 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED']);
  });

  it('zod parses, refines and explains what is wrong', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`
      import { z } from 'zod';
      const User = z.object({ id: z.number().int(), mail: z.email(), tags: z.array(z.string()).default([]) });
      export default { async fetch(request) {
        const result = User.safeParse(await request.json());
        return Response.json(result.success ? result.data : result.error.issues.map((issue) => issue.path.join('.')), { status: result.success ? 200 : 400 });
      } };`);
    const good = bench.call(isolate, { method: 'POST', body: '{"id":1,"mail":"a@b.co"}' });
    expect(JSON.parse(good.text)).toEqual({ id: 1, mail: 'a@b.co', tags: [] });
    const bad = bench.call(isolate, { method: 'POST', body: '{"id":1.5,"mail":"no"}' });
    expect([bad.status, JSON.parse(bad.text)]).toEqual([400, ['id', 'mail']]);
  });

  it('itty-router routes and turns values into JSON', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`
      import { AutoRouter } from 'itty-router';
      const router = AutoRouter();
      router.get('/items/:id', ({ id, query }) => ({ id, query })).get('/fail', () => { throw new Error('broken'); });
      export default { ...router };`);
    const item = bench.call(isolate, { url: 'https://example.com/items/5?full=1' });
    expect(JSON.parse(item.text)).toEqual({ id: '5', query: { full: '1' } });
    expect(bench.call(isolate, { url: 'https://example.com/fail' }).status).toBe(500);
    expect(bench.call(isolate, { url: 'https://example.com/none' }).status).toBe(404);
  });
});
