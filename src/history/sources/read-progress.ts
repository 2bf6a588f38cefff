import { howMany, say } from '../../core/words/say.ts';
import type { Context } from '../../host/context.ts';

/** Reports the progress of the reading at intervals. */
export function readProgress(ctx: Pick<Context, 'progress' | 'now'>) {
  const started = ctx.now();
  const scopes = new Map<string, { done: number; leftMs: number; records: number }>();
  let lastReportedAt = Number.NEGATIVE_INFINITY;
  let began = false;
  const report = (text: () => string) => {
    const now = ctx.now();
    // In a pipe every line remains, so the interval grows with the time.
    if (now - lastReportedAt < Math.max(250, (now - started) / 20)) return;
    lastReportedAt = now;
    ctx.progress({ type: began ? 'step-waiting' : 'step-started', id: 'read', text: text() });
    began = true;
  };
  /** Built only when it is reported, because there can be thousands of small files. */
  let last = () => '';
  return {
    files(count: number, bytes: number) {
      last = () => say`${howMany(count, 'file')}, ${sizeText(bytes)}`;
      report(() => say`Reading: ${last()}, ${sizeText((bytes * 1000) / Math.max(1, ctx.now() - started))}/s`);
    },
    lookup(scope: string, progress: { done: number; leftMs: number; records: number }) {
      scopes.set(scope, progress);
      const all = [...scopes.values()];
      const records = all.reduce((sum, { records }) => sum + records, 0);
      last = () => say`${howMany(records, 'record')} of the event history`;
      const done = Math.round((100 * all.reduce((sum, { done }) => sum + done, 0)) / all.length);
      const leftMs = Math.max(...all.map((p) => p.leftMs));
      report(
        () =>
          say`Reading the event history: ${done} %, ${howMany(records, 'record')}, about ${leftText(leftMs)} left`,
      );
    },
    end() {
      if (began) ctx.progress({ type: 'step-done', id: 'read', text: say`Read ${last()}` });
    },
  };
}

function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? say`${seconds} s` : say`${Math.ceil(seconds / 60)} min`;
}

/** Formats a size in decimal units, like storage vendors and S3's bill. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toPrecision(2)} ${units[unit]}`;
}
