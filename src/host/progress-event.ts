/** An event about the progress of a command. It is shown with a spinner, as plain lines, or not at all. */
export type ProgressEvent =
  | { type: 'step-started'; id: string; text: string }
  | { type: 'step-waiting'; id: string; text: string }
  | { type: 'step-done'; id: string; text: string }
  | { type: 'step-failed'; id: string; text: string }
  | { type: 'note'; text: string }
  | { type: 'warning'; text: string };
