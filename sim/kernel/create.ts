// The table of kernels.
import type { Kernel, KernelName } from './kernel.ts';
import { PackedKernel } from './packed.ts';
import { ReferenceKernel } from './reference.ts';

/** Makes a kernel whose clock stands at 0. */
export function createKernel(name: KernelName): Kernel {
  return name === 'packed' ? new PackedKernel() : new ReferenceKernel();
}
