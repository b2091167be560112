// The shape of a table of options: what a scenario may change of a platform or a store.

/** Meaning and bounds of each option, by names that carry their unit: `cacheTtlMs`, `cpuScaleRatio`, `servers`. */
export type OptionTable = Readonly<
  Record<string, { readonly meaning: string; readonly lowest: number; readonly highest: number }>
>;
