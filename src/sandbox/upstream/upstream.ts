import type { Connection } from './connection.ts';
import type { Identities } from './identities.ts';

/** Hears what a user should know: who delivers the events, what could not be read. */
export type Note = (text: string) => void;

/** How the parts of the upstream mode reach it, and whom they tell. */
export interface Upstream {
  connection: Connection;
  identities: Identities;
  note: Note;
}
