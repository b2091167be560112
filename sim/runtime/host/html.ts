// Hands the kept build of lol-html to the realm, which compiles it there.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { HtmlPort } from '../web/host-port.ts';
import { withRoomForTexts } from './html-build.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

/** The host functions of HTMLRewriter; `alloc` makes the realm's byte arrays. */
export function createHtmlPort(alloc: Alloc): HtmlPort {
  return {
    build() {
      const path = createRequire(import.meta.url).resolve('htmlrewriter/dist/html_rewriter_bg.wasm');
      return insideBytes(alloc, withRoomForTexts(readFileSync(path)));
    },
  };
}
