import { Chalk, type ChalkInstance } from 'chalk';
import type { Context, Out } from '../host/context.ts';
import type { Paint } from '../render/look.ts';

/**
 * Returns the colours for one stream. They are off with --no-color, NO_COLOR (https://no-color.org), TERM=dumb, and
 * if the stream is not a terminal. FORCE_COLOR (any value except 0 and false) turns them on, unless --no-color is set.
 */
export function paint(allowed: boolean, out?: Out, env: Context['env'] = {}): Paint {
  const chalk: ChalkInstance = new Chalk({ level: allowed && out && wantsColor(out, env) ? 1 : 0 });
  return {
    bold: chalk.bold,
    dim: chalk.dim,
    red: chalk.red,
    green: chalk.green,
    yellow: chalk.yellow,
    blue: chalk.blue,
    magenta: chalk.magenta,
    cyan: chalk.cyan,
    inverse: chalk.inverse,
  };
}

export function wantsColor(out: Out, env: Context['env']): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env.NO_COLOR) return false;
  return out.isTTY && env.TERM !== 'dumb';
}
