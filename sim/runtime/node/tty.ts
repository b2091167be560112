// node:tty: there is no terminal.
import { Duplex } from 'node:stream';

export const isatty = (): boolean => false;

/** What would be a terminal's keyboard. */
export class ReadStream extends Duplex {
  readonly isRaw = false;
  readonly isTTY = false;
  readonly fd: number;
  constructor(fd: number) {
    super();
    this.fd = fd;
  }
  setRawMode(): this {
    return this;
  }
}

/** What would be a terminal's screen. */
export class WriteStream extends Duplex {
  readonly columns = 0;
  readonly rows = 0;
  readonly isTTY = false;
  readonly fd: number;
  constructor(fd: number) {
    super();
    this.fd = fd;
  }
  getColorDepth(): number {
    return 1;
  }
  hasColors(): boolean {
    return false;
  }
  getWindowSize(): [number, number] {
    return [this.columns, this.rows];
  }
}
