// A server of node:http, which the Worker's requests are given to.
import { httpServerHandler } from 'cloudflare:node';
import { createServer } from 'node:http';

const notes = new Map();

const server = createServer((req, res) => {
  const [path, query] = req.url.split('?');
  if (path === '/notes' && req.method === 'POST') {
    const parts = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => {
      const text = Buffer.concat(parts).toString();
      notes.set(notes.size + 1, text);
      res.writeHead(201, { 'Content-Type': 'application/json', Location: `/notes/${notes.size}` });
      res.end(JSON.stringify({ id: notes.size, length: text.length }));
    });
    return;
  }
  if (path === '/slow') {
    res.setHeader('Content-Type', 'text/plain');
    res.write('one ');
    setTimeout(() => {
      res.write('two ');
      res.end('three');
    }, 20);
    return;
  }
  if (path === '/cookies') {
    res.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']);
    res.statusCode = 204;
    res.end();
    return;
  }
  const note = notes.get(Number(path.split('/')[2]));
  if (note === undefined) {
    res.statusCode = 404;
    res.end(`${req.method} ${path} ${query ?? '-'} ${req.headers['x-tag'] ?? '-'} ${res.statusMessage}`);
  } else res.end(note);
});

server.listen(8080);

export default httpServerHandler({ port: 8080 });
