// A plain server of node:http.
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';

const server = http.createServer(async (req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://localhost');
  if (pathname === '/body') {
    let text = '';
    for await (const chunk of req) text += chunk;
    res.writeHead(200, 'Fine', { 'Content-Type': 'text/plain', 'X-Length': req.headers['content-length'] });
    res.end(`${req.method} ${text}`);
  } else if (pathname === '/headers') {
    res.setHeader('Set-Cookie', ['a=1', 'b=2']);
    res.setHeader('X-Upper', 'V');
    res.appendHeader('X-Many', '1').appendHeader('X-Many', '2');
    res.removeHeader('X-Upper');
    const names = res.getHeaderNames();
    res.end(
      JSON.stringify({
        names,
        cookie: req.headers.cookie,
        accept: req.headers.accept,
        version: req.httpVersion,
      }),
    );
    try {
      res.setHeader('late', '1');
    } catch (error) {
      console.log(error.code);
    }
  } else if (pathname === '/zip') {
    res.writeHead(200, { 'content-encoding': 'gzip' });
    await pipeline(Readable.from(['a'.repeat(1000)]), createGzip(), res);
  } else if (pathname === '/events') {
    const seen = [];
    res.on('finish', () => seen.push('finish'));
    res.on('close', () => console.log([...seen, 'close'].join(' ')));
    res.end('done');
  } else if (pathname === '/status') {
    res.statusCode = Number(searchParams.get('code'));
    res.end('body');
  } else {
    res.statusCode = 404;
    res.end();
  }
});

server.listen(3000, () => console.log('listening'));
