// Behaviours of Blob, File, FormData and of bodies that carry forms.
const fields = (form) =>
  [...form].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : [value.name, value.type, value.size, value.constructor.name],
  ]);
const multipart = (body, type = 'multipart/form-data; boundary=x') =>
  new Response(body, { headers: { 'content-type': type } }).formData();
const part = (head, body = '1') => `--x\r\n${head}\r\n\r\n${body}\r\n--x--\r\n`;
const sent = async (form) => {
  const response = new Response(form);
  const boundary = response.headers.get('content-type').split('boundary=')[1].replaceAll('"', '');
  return [(await response.text()).replaceAll(boundary, 'B'), boundary.length > 0];
};

export const forms = {
  'joins the parts of a blob': async () => {
    const blob = new Blob(['ab', new Uint8Array([99]), new Blob(['d']), new Uint8Array([101]).buffer], {
      type: 'Text/Plain',
    });
    return [
      blob.size,
      blob.type,
      await blob.text(),
      await blob.bytes(),
      await blob.arrayBuffer(),
      String(blob),
    ];
  },
  'writes other parts as texts': () => new Blob([1, {}, null, undefined, true]).text(),
  'is not changed by its parts afterwards': async () => {
    const bytes = new Uint8Array([97]);
    const blob = new Blob([bytes]);
    bytes[0] = 98;
    return blob.text();
  },
  'cuts slices': async () => {
    const blob = new Blob(['abcdef'], { type: 'a/b' });
    return [
      await blob.slice(1, 3).text(),
      await blob.slice(-2).text(),
      blob.slice(4, 2).size,
      blob.slice(0, 99).size,
      blob.slice(1).type,
      blob.slice(0, 1, 'X/Y').type,
    ];
  },
  'drops types that are not ASCII': () => [
    new Blob([], { type: '\u00e9' }).type,
    new Blob([]).type,
    new Blob([], { type: null }).type,
  ],
  'may be empty': async () => [new Blob().size, await new Blob().text(), new Blob(undefined).size],
  'wants a list of parts': () => new Blob('x'),
  'streams its bytes': async () => {
    const reader = new Blob(['abc']).stream().getReader({ mode: 'byob' });
    return (await reader.read(new Uint8Array(2))).value;
  },
  'gives files a name and a time': () => {
    const file = new File(['x'], 'n.txt', { type: 'text/plain', lastModified: 5 });
    return [file.name, file.lastModified, file.type, file.size, file instanceof Blob, String(file)];
  },
  'wants a name for a file': () => new File(['x']),
  'keeps several values of a name': () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('a', 2);
    form.append('b', null);
    return [form.get('a'), form.getAll('a'), form.get('b'), form.get('x'), form.has('a'), form.has('x')];
  },
  'sets and deletes': () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('b', '2');
    form.append('a', '3');
    form.set('a', '4');
    form.delete('b');
    form.set('c', '5');
    return fields(form);
  },
  'turns blobs into files': () => {
    const form = new FormData();
    form.append('b', new Blob(['z'], { type: 'x/y' }), 'f.bin');
    form.append('f', new File(['q'], 'n.txt'));
    form.append('g', new File(['q'], 'n.txt', { type: 'a/b' }), 'm.txt');
    return fields(form);
  },
  'names blobs without a name': () => {
    const form = new FormData();
    form.append('c', new Blob(['q']));
    return form.get('c').name;
  },
  'walks its fields': () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('b', '2');
    const seen = [[...form.keys()], [...form.values()], [...form.entries()]];
    form.forEach((value, name, self) => seen.push([value, name, self === form]));
    return seen;
  },
  'needs a value': () => new FormData().append('a'),
  'is sent as multipart': () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('f', new File(['x\r\n'], 'a"b.txt', { type: 'text/plain' }));
    form.append('g', new File(['y'], 'g'));
    return sent(form);
  },
  'escapes names': () => {
    const form = new FormData();
    form.append('a\nb"c', 'l1\nl2');
    return sent(form);
  },
  'is sent empty': () => sent(new FormData()),
  'reads what it wrote': async () => {
    const form = new FormData();
    form.append('a', '\u00e9\r\n--x');
    form.append('f', new File([new Uint8Array([0, 255, 13, 10])], 'b.bin', { type: 'a/b' }));
    const back = await new Response(form).formData();
    return [back.get('a'), back.get('f').name, back.get('f').type, await back.get('f').bytes()];
  },
  'reads multipart bodies': async () => {
    const form = await multipart(
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="f"; filename="q.txt"\r\nContent-Type: text/html\r\n\r\nhey\r\n--x--\r\n',
    );
    return [fields(form), await form.get('f').text()];
  },
  'reads quoted boundaries and epilogues': async () =>
    fields(
      await multipart(
        `preamble\r\n${part('Content-Disposition: form-data; name="a"')}epilogue`,
        'multipart/form-data; boundary="x"',
      ),
    ),
  'reads lone line feeds': async () =>
    fields(await multipart('--x\nContent-Disposition: form-data; name="a"\n\n1\n--x--\n')),
  'reads escaped names': async () =>
    fields(await multipart(part('Content-Disposition: form-data; name="a%22b\\"c"'))),
  'reads a form without fields': async () => fields(await multipart('--x--\r\n')),
  'refuses a body without its boundary': () => multipart('garbage'),
  'refuses a type without a boundary': () => multipart('garbage', 'multipart/form-data'),
  'refuses parts without a name': () => multipart(part('Content-Disposition: form-data')),
  'refuses parts without a disposition': () => multipart(part('Content-Type: text/plain')),
  'refuses other dispositions': () => multipart(part('Content-Disposition: attachment; name="a"')),
  'reads urlencoded bodies': async () =>
    fields(await multipart('a=1&b=%20x+y&a=2', 'application/x-www-form-urlencoded')),
  'refuses other types': () => multipart('a=1', 'text/plain'),
  'refuses a body without a type': () => new Response(null).formData(),
  'reads the form of a request': async () =>
    fields(
      await new Request('http://a/', { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }).formData(),
    ),
  'keeps texts that look like a boundary within a line': async () => {
    const field = 'Content-Disposition: form-data; name="a"';
    const found = [];
    for (const value of ['b--x--c', '--x', 'b\n--', ''])
      found.push(fields(await multipart(part(field, value))));
    return found;
  },
  'refuses parts that are not well formed': async () => {
    const field = 'Content-Disposition: form-data; name="a"';
    const bodies = [
      part(`${field}\r\nno colon`),
      part(` ${field}`),
      part('Content-Disposition: FORM-DATA; name="a"'),
      part('Content-Disposition: form-data; NAME="a"'),
      part('Content-Disposition: form-data; b=c; name="a"'),
      part('Content-Disposition: form-data; name=""'),
      `--x y${part(field)}`,
      part(field, 'b\r\n--xy'),
    ];
    const found = [];
    for (const body of bodies) found.push(await multipart(body).then(fields, (error) => error.message));
    return found;
  },
  'keeps the type of a part as it is written': async () =>
    fields(
      await multipart(
        part('Content-Disposition: form-data; name="a"; filename="b"\r\nContent-Type: Text/X; A=B'),
      ),
    ),
};
