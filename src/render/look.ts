/** Settings of the output. A renderer receives only these and the report. */
export interface Look {
  /** Width of the terminal or, without one, the width that is used instead. */
  columns: number;
  /** True for a terminal. Otherwise, lines are not wrapped. */
  tty: boolean;
  paint: Paint;
  /** The current time in epoch milliseconds, for relative times. */
  now(): number;
}

export type PaintName = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'inverse';

/** Functions that colour a text. They return it unchanged if colours are off. */
export type Paint = Record<PaintName, (text: string) => string>;
