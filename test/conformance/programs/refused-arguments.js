// What behaviours of wrong arguments share: what a call refuses, and a value that can be no text.

/** What a call gives, or name and message of its error. */
const failure = async (call) => {
  try {
    return ['no error', String(await call())];
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
/** The same of several calls. */
export const each = (calls) => Promise.all(calls.map(failure));

/** An object that can be no text: asking it for one throws. */
export const MUTE = {
  get toString() {
    throw new EvalError('no text');
  },
  get valueOf() {
    throw new EvalError('no value');
  },
};
