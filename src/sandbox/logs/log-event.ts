/** Log events of a group, sorted by time, regardless of the order of arrival. */
export interface StoredLogEvent {
  /** Epoch ms, from the writer. */
  timestamp: number;
  ingestionTime: number;
  /** Time from which readers see it. */
  visibleAt: number;
  /** Order of arrival within the group, which makes the position of an event unique. */
  seq: number;
  stream: LogStream;
  message: string;
}

export interface LogStream {
  name: string;
  createdAt: number;
  firstEventTimestamp?: number | undefined;
  lastEventTimestamp?: number | undefined;
  lastIngestionTime?: number | undefined;
  storedBytes: number;
}

/** The position of an event: by time, then by arrival. */
export type Position = Pick<StoredLogEvent, 'timestamp' | 'seq'>;

function compare(a: Position, b: Position): number {
  return a.timestamp - b.timestamp || a.seq - b.seq;
}

/** A group drops its oldest events beyond this number, because the sandbox keeps everything in memory. */
export const MAX_EVENTS_PER_GROUP = 1_000_000;

export class EventList {
  #events: StoredLogEvent[] = [];

  get size(): number {
    return this.#events.length;
  }

  /** Usually appends the event. A late event is moved to its place. */
  add(event: StoredLogEvent): void {
    const last = this.#events[this.#events.length - 1];
    if (!last || compare(last, event) <= 0) this.#events.push(event);
    else this.#events.splice(this.indexAfter(event), 0, event);
    if (this.#events.length > MAX_EVENTS_PER_GROUP) this.#events.splice(0, MAX_EVENTS_PER_GROUP / 10);
  }

  at(index: number): StoredLogEvent | undefined {
    return this.#events[index];
  }

  /** Index of the first event at or after a time. */
  indexOfTime(timestamp: number): number {
    return this.indexAfter({ timestamp, seq: -1 });
  }

  /** Index of the first event after a position. */
  indexAfter(position: Position): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#events[middle]!, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  removeStream(stream: LogStream): void {
    this.#events = this.#events.filter((event) => event.stream !== stream);
  }
}

/** AWS's event ids are decimal numbers of 56 digits that begin with the time. */
export function eventId(event: StoredLogEvent, groupCreatedAt: number): string {
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  return `3${digits(event.timestamp, 15)}${digits(groupCreatedAt, 15)}${digits(event.seq, 25)}`;
}
