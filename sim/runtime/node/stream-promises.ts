// node:stream/promises: the promises of node:stream as a module of their own.
import { promises } from 'node:stream';

export { promises };
export const { finished, pipeline } = promises;
