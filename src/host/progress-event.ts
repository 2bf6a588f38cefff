/** What engines report while they work. Listeners are a spinner, plain lines, or silence. */
export type ProgressEvent =
  | { type: 'step-started'; id: string; text: string }
  | { type: 'step-waiting'; id: string; text: string }
  | { type: 'step-done'; id: string; text: string }
  | { type: 'step-failed'; id: string; text: string }
  | { type: 'note'; text: string }
  | { type: 'warning'; text: string };
