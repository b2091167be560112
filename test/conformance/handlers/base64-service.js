// Encodes and decodes in several alphabets.
export default {
  async fetch(request) {
    const url = new URL(request.url);
    const text = url.searchParams.get('text') ?? '';
    const bytes = new TextEncoder().encode(text);
    const base64 = btoa(String.fromCharCode(...bytes));
    const url64 = base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const back = new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
    return Response.json({
      base64,
      url64,
      back,
      percent: encodeURIComponent(text),
      escaped: escape(text),
      same: back === text,
    });
  },
};
