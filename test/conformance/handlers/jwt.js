// Verifies tokens with jose.
import { jwtVerify, SignJWT } from 'jose';

const SECRET = new TextEncoder().encode('a secret of at least thirty-two bytes');

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (url.pathname === '/token') {
      const token = await new SignJWT({ role: url.searchParams.get('role') ?? 'user' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('ada')
        .setIssuedAt(0)
        .sign(SECRET);
      return new Response(token);
    }
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '');
    if (!token) return new Response('no token', { status: 401 });
    try {
      const { payload, protectedHeader } = await jwtVerify(token, SECRET, { algorithms: ['HS256'] });
      return Response.json({ payload, protectedHeader });
    } catch (error) {
      return Response.json({ code: error.code, name: error.name }, { status: 403 });
    }
  },
};
