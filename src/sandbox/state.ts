interface Entry {
  service: string;
  account: string;
  region: string;
  state: object;
}

/** The state of the services, per service, account and Region. It ends with the sandbox. */
export class StateStore {
  readonly #entries = new Map<string, Entry>();

  state<T extends object>(service: string, account: string, region: string, init: () => T): T {
    const key = `${service}/${account}/${region}`;
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { service, account, region, state: init() };
      this.#entries.set(key, entry);
    }
    return entry.state as T;
  }

  states<T extends object>(service: string): { account: string; region: string; state: T }[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.service === service)
      .map(({ account, region, state }) => ({ account, region, state: state as T }));
  }
}
