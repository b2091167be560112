// An upload form: reads multipart and urlencoded bodies, and writes one back.
export default {
  async fetch(req) {
    try {
      const f = await req.formData();
      const out = [];
      for (const [k, v] of f)
        out.push([
          k,
          typeof v === 'string'
            ? v
            : { name: v.name, type: v.type, size: v.size, text: await v.text(), ctor: v.constructor.name },
        ]);
      const back = new FormData();
      back.append('n', 'v');
      back.append('f', new Blob(['hey'], { type: 'text/css' }), 'a.css');
      const r = new Response(back);
      return Response.json({
        out,
        ct: r.headers.get('content-type').replace(/boundary=.*/, 'boundary'),
        rt: [...(await r.formData())].map(([k, v]) => [k, v.name ?? v]),
      });
    } catch (e) {
      return Response.json([e.name, e.message], { status: 400 });
    }
  },
};
