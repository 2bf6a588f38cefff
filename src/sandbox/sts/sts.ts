import { effectiveRights, keyState } from '../iam/state.ts';
import { parsePolicy } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { contextOf } from '../policy/glob.ts';
import { AwsError, type Call, type Service, type SessionCredentials, type World } from '../service.ts';
import { accessDenied } from '../wire/standard-errors.ts';

type Sts = typeof import('@aws-sdk/client-sts');

/** AWS Security Token Service: who am I, and sessions of roles. */
export function stsService(world: World): Service<Sts> {
  return {
    signingName: 'sts',
    // Everybody may ask who he is (sdk:sts GetCallerIdentity), and users may have sessions of their own.
    requirements(operation, input) {
      if (operation !== 'AssumeRole') return [];
      return [{ action: 'sts:AssumeRole', resource: (input as { RoleArn?: string }).RoleArn ?? '*' }];
    },
    operations: {
      GetCallerIdentity(_input, { caller }) {
        return { UserId: caller.principalId, Account: caller.accountId, Arn: caller.arn };
      },

      AssumeRole(input, call) {
        const roleArn = checkRoleArn(input.RoleArn);
        const name = checkSessionName(input.RoleSessionName);
        checkDuration(input.DurationSeconds, 43_200);
        if (!trusts(world, roleArn, call, input.ExternalId)) {
          throw accessDenied('sts', call.caller.arn, 'sts:AssumeRole', roleArn);
        }
        const session = world.iam.session(roleArn, name);
        const { arn, principalId } = world.iam.callerOf(session.accessKeyId, call.region);
        return {
          Credentials: credentials(session),
          AssumedRoleUser: { Arn: arn, AssumedRoleId: principalId },
          PackedPolicySize: 0,
        };
      },

      GetSessionToken(input, { caller }) {
        checkDuration(input.DurationSeconds, 129_600);
        if (caller.type === 'AssumedRole') {
          throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
        }
        const accessKeyId = world.newId('ASIA', 16).toUpperCase();
        const expiration = world.now() + (input.DurationSeconds ?? 43_200) * 1000;
        keyState(world).keys.set(accessKeyId, { caller: { ...caller, accessKeyId }, expires: expiration });
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: world.newId('', 40),
            SessionToken: world.newId('', 64),
            Expiration: new Date(expiration),
          },
        };
      },
    },
  };
}

const credentials = (session: SessionCredentials) => ({
  AccessKeyId: session.accessKeyId,
  SecretAccessKey: session.secretAccessKey,
  SessionToken: session.sessionToken,
  Expiration: session.expiration,
});

/** Does the role's trust policy, as far as it has propagated, admit the caller? */
function trusts(world: World, roleArn: string, call: Call, externalId: string | undefined): boolean {
  const rights = effectiveRights(world, roleArn);
  if (!rights) return false;
  const { arn, accountId: account, roleArn: callerRole } = call.caller;
  const verdict = evaluate(parsePolicy(rights.trust, 'trust'), {
    action: 'sts:AssumeRole',
    resource: roleArn,
    requester: { arn, account, roleArn: callerRole },
    context: contextOf({
      'aws:CurrentTime': new Date(world.now()).toISOString(),
      'aws:PrincipalArn': callerRole ?? arn,
      'aws:PrincipalAccount': account,
      ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    }),
  });
  return verdict.decision === 'allowed';
}

const invalid = (message: string) => new AwsError('ValidationError', message);

function checkRoleArn(arn: string | undefined): string {
  if (!arn || !/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(arn)) throw invalid(`${arn ?? ''} is invalid`);
  return arn;
}

function checkSessionName(name: string | undefined): string {
  if (name && /^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw invalid(
    `1 validation error detected: Value '${name ?? ''}' at 'roleSessionName' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
  );
}

function checkDuration(seconds: number | undefined, max: number): void {
  if (seconds !== undefined && (seconds < 900 || seconds > max)) {
    throw invalid(`The requested DurationSeconds must be from 900 to ${max}.`);
  }
}
