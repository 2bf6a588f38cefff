import { AwsCallError, unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import { awsCommand, ourCommand } from '../command-line.ts';
import type { DeployHost } from '../host.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import { parsePolicy } from '../policy-text.ts';
import type { CallerIdentity } from '../stack.ts';
import { fill, HANDLER_RIGHTS, type Right } from './permissions.ts';
import { allowsAssume } from './policy-allows.ts';

/** Checks whether the user's own role fits the function. Undefined without --role-arn. */
export async function roleCheck(
  host: Pick<DeployHost, 'aws' | 'names'>,
  identity: CallerIdentity,
  settings: InstallSettings,
): Promise<PreflightCheck | undefined> {
  const arn = settings.functionRoleArn;
  if (arn === null) return undefined;
  const name = arn.split('/').at(-1)!;
  const no = (detail: string, remedy?: string): PreflightCheck => ({
    check: 'role',
    ok: 'no',
    detail,
    remedy,
  });
  if (arn.split(':')[4] !== identity.account) {
    return no(
      say`the role ${arn} belongs to another account; Lambda accepts only roles of account ${identity.account}`,
    );
  }
  const iam = await host.aws.iam();
  const found = (await unlessCode(iam.getRole({ RoleName: name }), 'NoSuchEntityException'))?.Role;
  if (found === undefined || found.Arn !== arn) {
    const other = say`use the ARN of an existing role, or omit --role-arn`;
    return no(say`role ${arn} does not exist`, other);
  }
  if (!allowsAssume(parsePolicy(found.AssumeRolePolicyDocument, arn), 'lambda.amazonaws.com')) {
    return no(
      say`the role ${name} does not trust lambda.amazonaws.com`,
      awsCommand(
        `aws iam update-assume-role-policy --role-name ${name} --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`,
        host.names,
      ),
    );
  }
  const missing = await missingRights(host, identity, arn);
  if (missing === 'unknown') {
    return {
      check: 'role',
      ok: 'unknown',
      detail: say`the policies of role ${name} could not be checked because iam:SimulatePrincipalPolicy is denied`,
      remedy: ourCommand('test-trigger', host.names),
    };
  }
  if (missing.length > 0) {
    return no(
      say`the role ${name} has no permission for ${missing.join(', ')}; docs/permissions.md lists the permissions that the function needs`,
    );
  }
  return {
    check: 'role',
    ok: 'yes',
    detail: say`role ${name} trusts Lambda and has the permissions that the function needs`,
  };
}

/** Returns the actions that IAM's policy simulator denies. Makes one call for all actions on the same resource. */
async function missingRights(
  host: Pick<DeployHost, 'aws' | 'names'>,
  { partition, region, account }: CallerIdentity,
  PolicySourceArn: string,
): Promise<string[] | 'unknown'> {
  const values = { partition, region, account, logGroup: host.names.logGroup, queue: host.names.queue };
  const byResource = new Map<string, Right[]>();
  for (const right of HANDLER_RIGHTS) {
    const resource = fill(right.resources[0]!, values).replace(/\*$/, (star) =>
      right.resources[0] === '*' ? star : 'x',
    );
    byResource.set(resource, [...(byResource.get(resource) ?? []), right]);
  }
  const iam = await host.aws.iam();
  try {
    const answers = await Promise.all(
      [...byResource].map(([resource, group]) =>
        iam.simulatePrincipalPolicy({
          PolicySourceArn,
          ActionNames: group.map(({ action }) => action),
          ResourceArns: [resource],
          ContextEntries: [
            {
              ContextKeyName: 'events:source',
              ContextKeyType: 'string',
              ContextKeyValues: ['secgroup-monitor'],
            },
          ],
        }),
      ),
    );
    return answers
      .flatMap(({ EvaluationResults }) => EvaluationResults ?? [])
      .filter(({ EvalDecision }) => EvalDecision !== 'allowed')
      .map(({ EvalActionName }) => EvalActionName!)
      .sort();
  } catch (error) {
    if (error instanceof AwsCallError && error.kind === 'access' && error.code === 'access-denied')
      return 'unknown';
    throw error;
  }
}
