// What the programs about standards share: bytes, and what came of a call.
/** The bytes given. */
export const bytes = (...list) => new Uint8Array(list);

/** The name of what a function throws, or `ok`. */
export async function outcome(run) {
  try {
    await run();
    return 'ok';
  } catch (error) {
    return error?.name ?? typeof error;
  }
}

/** The same of several, one after the other. */
export const outcomes = async (...runs) => {
  const found = [];
  for (const run of runs) found.push(await outcome(run));
  return found;
};
