// The runtime's functions as Node's modules reach them; the bundler puts the name in scope.
import type { NodeHooks } from '../web/node-hooks.ts';

declare const __antipode: { readonly node: NodeHooks };

/** What the isolate offers to Node's modules. */
export const hooks: NodeHooks = __antipode.node;
