// A handler as it runs on a server: it reads a picture from the disk and makes it smaller with a native module. `antipode check` refuses it.
import { readFile } from 'node:fs/promises';
import { resize } from './resize-linux-x64.node';

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const picture = await readFile(`/srv/pictures${pathname}`);
    return new Response(resize(picture, { width: 200 }), { headers: { 'content-type': 'image/webp' } });
  },
};
