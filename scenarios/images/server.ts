// The picture server in Virginia: it holds the originals and can make them smaller itself.
import face from './face.bin';
import view from './view.bin';
import { smallPicture } from './picture.ts';

export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const original: ArrayBuffer = pathname.includes('/face/') ? face : view;
    if (pathname.startsWith('/small/')) return smallPicture(original.slice());
    return new Response(original, { headers: { 'content-type': 'image/jpeg', 'cache-control': 'no-store' } });
  },
};
