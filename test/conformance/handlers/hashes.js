// Hashes what it is given.
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, '0')).join('');

export default {
  async fetch(request) {
    const algorithm = new URL(request.url).searchParams.get('with') ?? 'SHA-256';
    const data = await request.arrayBuffer();
    try {
      return new Response(hex(await crypto.subtle.digest(algorithm, data)));
    } catch (error) {
      return new Response(error.name, { status: 400 });
    }
  },
};
