// The shop in Virginia: pages under /a or /b are the same for everybody; elsewhere it decides by the visitor's cookie, and no cache may keep the page.
import { variantOf } from './experiment.ts';

const ROWS = {
  a: '<li>A thing, its picture, its price</li>'.repeat(120),
  b: '<li>A thing, its price in large letters</li>'.repeat(120),
};

export default {
  fetch(request: Request): Response {
    const { pathname } = new URL(request.url);
    const [, prefix] = /^\/([ab])(?=\/)/.exec(pathname) ?? [];
    const variant = prefix === 'a' || prefix === 'b' ? prefix : variantOf(request.headers.get('cookie'));
    const control = prefix === undefined ? 'private, no-store' : 'public, max-age=60';
    return new Response(`<!doctype html><title>Shop</title><ul class="${variant}">${ROWS[variant]}</ul>`, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': control },
    });
  },
};
