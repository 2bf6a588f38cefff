import { clearLine, cursorTo, moveCursor } from 'node:readline';
import type { Out } from '../host/context.ts';

/** Wraps an Out as the terminal stream that ora needs, with cursor movements. */
export function terminalStream(out: Out): NodeJS.WriteStream {
  const stream = {
    isTTY: true,
    get columns() {
      return out.columns;
    },
    write(text: string) {
      out.write(String(text));
      return true;
    },
    cursorTo: (x: number, y?: number) => cursorTo(terminal, x, y),
    moveCursor: (dx: number, dy: number) => moveCursor(terminal, dx, dy),
    clearLine: (direction: -1 | 0 | 1) => clearLine(terminal, direction),
    on: () => stream,
    once: () => stream,
    off: () => stream,
    removeListener: () => stream,
  };
  // ora and readline use only these members of a stream.
  const terminal = stream as unknown as NodeJS.WriteStream;
  return terminal;
}
