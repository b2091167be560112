// Makes a picture byte by byte.
export default {
  async fetch(request) {
    const color = /^[\da-f]{6}$/i.exec(new URL(request.url).pathname.slice(1))?.[0] ?? '000000';
    const rgb = [0, 2, 4].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    const gif = new Uint8Array(35);
    gif.set(new TextEncoder().encode('GIF89a'), 0);
    const view = new DataView(gif.buffer);
    view.setUint16(6, 1, true);
    view.setUint16(8, 1, true);
    gif.set([0x80, 0, 0, ...rgb, 0, 0, 0, 0x2c], 10);
    view.setUint16(24, 1, true);
    view.setUint16(26, 1, true);
    gif.set([0, 2, 2, 0x44, 1, 0, 0x3b], 28);
    return new Response(gif, {
      headers: { 'content-type': 'image/gif', 'content-length': String(gif.byteLength) },
    });
  },
};
