// The language's errors that are made of a message, by their names: what is told from one isolate to another is made anew as one of these.

export const ERROR_KINDS: Readonly<Record<string, ErrorConstructor>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
