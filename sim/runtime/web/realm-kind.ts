// Whether the code here makes a realm that isolates share, or one that belongs to one isolate alone.

/** The text of this bundle is evaluated as a function of it. */
declare const __hardened: boolean;

/** Whether everything here is frozen because isolates share it. An open realm belongs to one isolate, whose code may change all of it. */
export const isHardened: boolean = __hardened;
