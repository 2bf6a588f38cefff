/** How a screen is to look: all that a renderer may know besides the report. */
export interface Look {
  /** Width of the terminal, or of what stands in for it. */
  columns: number;
  /** Is it a terminal? Elsewhere a row is one line, whatever its length. */
  tty: boolean;
  paint: Paint;
  /** Epoch milliseconds, for relative times. */
  now(): number;
}

export type PaintName = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'inverse';

/** Colours; each gives its text back unchanged when colours are off. */
export type Paint = Record<PaintName, (text: string) => string>;
