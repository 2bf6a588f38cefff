import type { Caller } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { parseXml, type XmlElement } from '../wire/xml-reader.ts';
import { accepted, bodyText, type Connection, type UpstreamAnswer } from './connection.ts';

/** The identity of a caller of the upstream, and credentials to act in its account. */
export interface UpstreamIdentity {
  caller: Caller;
  sessionToken: string | undefined;
}

/** Identifies each access key once, with the upstream's STS. */
export class Identities {
  readonly #connection: Connection;
  readonly #known = new Map<string, Promise<UpstreamIdentity>>();
  readonly #callers = new Map<string, Caller>();
  readonly #lastOf = new Map<string, UpstreamIdentity>();
  readonly #secrets = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Rejects if the upstream does not identify the caller. The next call asks again. */
  of(accessKeyId: string, sessionToken: string | undefined, region: string): Promise<UpstreamIdentity> {
    let identity = this.#known.get(accessKeyId);
    if (!identity) {
      identity = this.#ask(accessKeyId, sessionToken, region);
      this.#known.set(accessKeyId, identity);
      identity.catch(() => this.#known.delete(accessKeyId));
    }
    return identity.then((found) => {
      this.#lastOf.set(found.caller.accountId, found);
      return found;
    });
  }

  /** Returns the caller of an access key that `of` has already identified. */
  known(accessKeyId: string): Caller | undefined {
    return this.#callers.get(accessKeyId);
  }

  /** Returns the secret of an access key that the upstream created in a call through the sandbox. */
  secretOf(accessKeyId: string): string | undefined {
    return this.#secrets.get(accessKeyId);
  }

  /** Keeps the secrets of the access keys in a response of IAM or STS. */
  learnKeys(service: string, answer: UpstreamAnswer): void {
    if (service !== 'sts' && service !== 'iam') return;
    const text = bodyText(answer);
    const [id, secret] = ['AccessKeyId', 'SecretAccessKey'].map(
      (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1],
    );
    if (id !== undefined && secret !== undefined) this.#secrets.set(id, secret);
  }

  /** Returns credentials to act in an account: those of its last caller. */
  actingIn(account: string): { accessKeyId: string; sessionToken: string | undefined } {
    const last = this.#lastOf.get(account);
    return { accessKeyId: last?.caller.accessKeyId ?? account, sessionToken: last?.sessionToken };
  }

  async #ask(
    accessKeyId: string,
    sessionToken: string | undefined,
    region: string,
  ): Promise<UpstreamIdentity> {
    const answer = await this.#connection.ask({
      accessKeyId,
      sessionToken,
      service: 'sts',
      region,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    const result = parseXml(accepted(answer).body.toString()).children.find(
      ({ name }) => name === 'GetCallerIdentityResult',
    );
    const caller = callerOf(
      accessKeyId,
      text(result, 'Arn'),
      text(result, 'Account'),
      text(result, 'UserId'),
    );
    this.#callers.set(accessKeyId, caller);
    return { caller, sessionToken };
  }
}

const text = (element: XmlElement | undefined, name: string) =>
  element?.children.find((child) => child.name === name)?.text ?? '';

function callerOf(accessKeyId: string, arn: string, accountId: string, principalId: string): Caller {
  const { partition = 'aws', resource = '' } = parseArn(arn) ?? {};
  const [kind = '', ...path] = resource.split('/');
  const whole = { accountId, arn, principalId, accessKeyId };
  if (kind === 'assumed-role') {
    return { type: 'AssumedRole', ...whole, roleArn: `arn:${partition}:iam::${accountId}:role/${path[0]}` };
  }
  return kind === 'user' ? { type: 'IAMUser', ...whole, userName: path.at(-1) } : { type: 'Root', ...whole };
}
