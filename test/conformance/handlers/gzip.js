// Compresses and restores bodies.
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const packed = new Response(request.body ?? 'nothing').body.pipeThrough(new CompressionStream('gzip'));
    if (pathname === '/size') {
      const bytes = await new Response(packed).arrayBuffer();
      return Response.json({
        smaller: bytes.byteLength < 200,
        magic: [...new Uint8Array(bytes).slice(0, 2)],
      });
    }
    return new Response(packed.pipeThrough(new DecompressionStream('gzip')));
  },
};
