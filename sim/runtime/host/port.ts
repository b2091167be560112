// Assembles the host half of the runtime: every group of host functions that in-realm code may call.
import type {
  CodePort,
  EmitPort,
  HostPort,
  ObjectsPort,
  RejectionsPort,
  StacksPort,
  TurnsPort,
} from '../web/host-port.ts';
import { createCryptoPort } from './crypto.ts';
import { collectNow } from './collect.ts';
import { createHtmlPort } from './html.ts';
import { createNodePort } from './node.ts';
import { createTextPort } from './text.ts';
import { createUrlPort } from './url.ts';
import { createZlibPort } from './zlib.ts';

/** Makes a byte array of the realm; the only way in which the host makes objects for it. */
export type Alloc = (sizeBytes: number) => Uint8Array;

/** All host functions of one realm; each group keeps its own small state, none of it shared between realms. */
export function createHostPort(
  alloc: Alloc,
  realm: {
    readonly emit: EmitPort;
    readonly stacks: StacksPort;
    readonly rejections: RejectionsPort;
    readonly objects: ObjectsPort;
    readonly code: CodePort;
    readonly turns: TurnsPort;
  },
): HostPort {
  return {
    ...realm,
    memory: { collect: collectNow },
    text: createTextPort(alloc),
    url: createUrlPort(),
    zlib: createZlibPort(alloc),
    html: createHtmlPort(alloc),
    node: createNodePort(alloc),
    crypto: createCryptoPort(alloc),
  };
}
