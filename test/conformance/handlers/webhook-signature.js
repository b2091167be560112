// A GitHub webhook: the signature of the body is verified with HMAC.
export default {
  async fetch(req, env) {
    const sig = req.headers.get('x-hub-signature-256') ?? '';
    const body = await req.arrayBuffer();
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode('k'),
      { name: 'HMAC', hash: { name: 'SHA-256' } },
      true,
      ['verify', 'sign'],
    );
    const hex = sig.replace('sha256=', '');
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (x) => parseInt(x, 16));
    const good = await crypto.subtle.verify('HMAC', key, bytes, body);
    const expected = [...new Uint8Array(await crypto.subtle.sign('HMAC', key, body))]
      .map((x) => x.toString(16).padStart(2, '0'))
      .join('');
    return Response.json(
      { good, expected, event: req.headers.get('x-github-event'), len: body.byteLength },
      { status: good ? 200 : 401 },
    );
  },
};
