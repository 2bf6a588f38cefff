import type { Connection } from './connection.ts';
import type { Identities } from './identities.ts';

/** Called with notes for the user: who delivers the events, what could not be read. */
export type Note = (text: string) => void;

/** The connection and the listeners that the parts of the upstream mode use. */
export interface Upstream {
  connection: Connection;
  identities: Identities;
  note: Note;
}
