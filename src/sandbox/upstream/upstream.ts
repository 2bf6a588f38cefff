import type { Connection } from './connection.ts';
import type { Identities } from './identities.ts';

/** Called with notes for the user: who delivers the events, what could not be read. */
export type Note = (text: string) => void;

/** How the parts of the upstream mode reach it, and where their notes go. */
export interface Upstream {
  connection: Connection;
  identities: Identities;
  note: Note;
}
