// DOMException: the error class of the Web API, with its legacy codes.
import { defineConstants, defineInterface, textOf } from './webidl.ts';

/** Legacy codes by name; other names have code 0 (WHATWG Web IDL, table of error names). */
const CODES: Readonly<Record<string, number>> = {
  IndexSizeError: 1,
  HierarchyRequestError: 3,
  WrongDocumentError: 4,
  InvalidCharacterError: 5,
  NoModificationAllowedError: 7,
  NotFoundError: 8,
  NotSupportedError: 9,
  InUseAttributeError: 10,
  InvalidStateError: 11,
  SyntaxError: 12,
  InvalidModificationError: 13,
  NamespaceError: 14,
  InvalidAccessError: 15,
  TypeMismatchError: 17,
  SecurityError: 18,
  NetworkError: 19,
  AbortError: 20,
  URLMismatchError: 21,
  QuotaExceededError: 22,
  TimeoutError: 23,
  InvalidNodeTypeError: 24,
  DataCloneError: 25,
};

const CONSTANTS: Readonly<Record<string, number>> = {
  INDEX_SIZE_ERR: 1,
  DOMSTRING_SIZE_ERR: 2,
  HIERARCHY_REQUEST_ERR: 3,
  WRONG_DOCUMENT_ERR: 4,
  INVALID_CHARACTER_ERR: 5,
  NO_DATA_ALLOWED_ERR: 6,
  NO_MODIFICATION_ALLOWED_ERR: 7,
  NOT_FOUND_ERR: 8,
  NOT_SUPPORTED_ERR: 9,
  INUSE_ATTRIBUTE_ERR: 10,
  INVALID_STATE_ERR: 11,
  SYNTAX_ERR: 12,
  INVALID_MODIFICATION_ERR: 13,
  NAMESPACE_ERR: 14,
  INVALID_ACCESS_ERR: 15,
  VALIDATION_ERR: 16,
  TYPE_MISMATCH_ERR: 17,
  SECURITY_ERR: 18,
  NETWORK_ERR: 19,
  ABORT_ERR: 20,
  URL_MISMATCH_ERR: 21,
  QUOTA_EXCEEDED_ERR: 22,
  TIMEOUT_ERR: 23,
  INVALID_NODE_TYPE_ERR: 24,
  DATA_CLONE_ERR: 25,
};

/** An error with a name from the Web's table; `code`, `name` and `message` are own and read-only, as on workerd. */
export class DOMException extends Error {
  declare readonly code: number;

  constructor(message: unknown = '', nameOfError: unknown = 'Error') {
    const text = textOf(message);
    const name = textOf(nameOfError);
    super(text);
    const own = { enumerable: true, configurable: true, writable: false };
    // Own members in workerd's order; the language has put its own two in front.
    const stack = this.stack ?? '';
    Reflect.deleteProperty(this, 'stack');
    Reflect.deleteProperty(this, 'message');
    Object.defineProperty(this, 'code', { ...own, value: CODES[name] ?? 0 });
    Object.defineProperty(this, 'name', { ...own, value: name });
    Object.defineProperty(this, 'message', { ...own, value: text });
    const frames = stack.indexOf('\n    at ');
    Object.defineProperty(this, 'stack', {
      ...own,
      writable: true,
      value: (text === '' ? name : `${name}: ${text}`) + (frames < 0 ? '' : stack.slice(frames)),
    });
  }
}
defineInterface(DOMException, 'DOMException');
defineConstants(DOMException, CONSTANTS);
