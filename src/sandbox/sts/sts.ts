/** AWS Security Token Service: the caller's identity, and sessions of roles. */
import type * as STS from '@aws-sdk/client-sts';
import { brokenConstraint } from '../constraint.ts';
import { inWorld, type OperationTable, type Service } from '../operations.ts';
import { AwsError, type Requirement, type SandboxWorld, type SessionCredentials } from '../service.ts';
import { accessDenied } from '../wire/standard-errors.ts';

export function stsService(world: SandboxWorld): Service<typeof STS> {
  return { signingName: 'sts', operations: inWorld(world, operations), requirements };
}

/** Every caller can get its own identity (sdk:sts GetCallerIdentity), and users can have their own sessions. */
function requirements(operation: string, input: { RoleArn?: string }): Requirement[] {
  if (operation !== 'AssumeRole') return [];
  return [{ action: 'sts:AssumeRole', resource: input.RoleArn ?? '*' }];
}

const operations: OperationTable<typeof STS> = {
  GetCallerIdentity(_world, _input, { caller }) {
    return { UserId: caller.principalId, Account: caller.accountId, Arn: caller.arn };
  },

  AssumeRole(world, input, { caller, region }) {
    const roleArn = checkRoleArn(input.RoleArn);
    const name = checkSessionName(input.RoleSessionName);
    checkDuration(input.DurationSeconds, 43_200);
    if (!world.iam.callerMayAssume(roleArn, caller, input.ExternalId)) {
      throw accessDenied('sts', caller.arn, 'sts:AssumeRole', roleArn);
    }
    const session = world.iam.session(roleArn, name);
    const { arn, principalId } = world.iam.callerOf(session.accessKeyId, region);
    return {
      Credentials: credentials(session),
      AssumedRoleUser: { Arn: arn, AssumedRoleId: principalId },
      PackedPolicySize: 0,
    };
  },

  GetSessionToken(world, input, { caller }) {
    checkDuration(input.DurationSeconds, 129_600);
    if (caller.type === 'AssumedRole') {
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    }
    return { Credentials: credentials(world.iam.callerSession(caller, input.DurationSeconds ?? 43_200)) };
  },
};

const credentials = (session: SessionCredentials) => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.sessionToken,
  Expiration: session.expiration,
});

const invalid = (message: string) => new AwsError('ValidationError', message);

function checkRoleArn(arn: string | undefined): string {
  if (!arn || !/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(arn)) throw invalid(`${arn ?? ''} is invalid`);
  return arn;
}

function checkSessionName(name: string | undefined): string {
  if (name && /^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw invalid(
    brokenConstraint('roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*', name ?? ''),
  );
}

function checkDuration(seconds: number | undefined, max: number): void {
  if (seconds !== undefined && (seconds < 900 || seconds > max)) {
    throw invalid(`The requested DurationSeconds must be from 900 to ${max}.`);
  }
}
