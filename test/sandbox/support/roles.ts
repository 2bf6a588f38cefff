import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

/** Returns a trust policy that allows these services to assume the role. */
export function trustOf(...services: string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
  });
}

/** Returns a policy with one statement that allows the actions on the resources. */
export function allowing(actions: string[], resources: string[] = ['*']): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }],
  });
}

/** Creates a role that Lambda can assume, with these actions in addition to writing logs. Returns its ARN. */
export async function functionRole(iam: IAMClient, name: string, actions: string[] = []): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trustOf('lambda.amazonaws.com') }),
  );
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  if (actions.length > 0) {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: 'rights',
        PolicyDocument: allowing(actions),
      }),
    );
  }
  return Role!.Arn!;
}
