import type { Aws } from '../../aws/aws.ts';

export interface CountedAws {
  aws: Aws;
  /** Calls made so far, in all Regions. Retries of the SDK are not counted. */
  calls(): number;
}

/** Wraps the services to count the calls for the report. */
export function countCalls(aws: Aws): CountedAws {
  let calls = 0;
  const counted = <T extends object>(service: T): T =>
    new Proxy(service, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          calls++;
          return Reflect.apply(method, target, args);
        };
      },
    });
  const wrap = (inner: Aws): Aws => {
    const services = new Map<string, Promise<object>>();
    return new Proxy(inner, {
      get(target, name, receiver) {
        if (name === 'in') return (region: string) => wrap(target.in(region));
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function' || name === 'close' || name === 'download') return member;
        return () => {
          const key = String(name);
          const known = services.get(key) ?? (member as () => Promise<object>)().then(counted);
          services.set(key, known);
          return known;
        };
      },
    });
  };
  return { aws: wrap(aws), calls: () => calls };
}
