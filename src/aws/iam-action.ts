import { say } from '../core/words/say.ts';

/** Operations whose IAM action is not `<service>:<operation>`. Source: Service Authorization Reference. */
const OTHER_ACTIONS: Readonly<Record<string, string>> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  'lambda:Invoke': 'lambda:InvokeFunction',
};

/** The IAM action that a call needs: `lambda:CreateFunction`. */
export function iamAction(service: string, operation: string): string {
  const own = `${service}:${operation}`;
  return OTHER_ACTIONS[own] ?? own;
}

/**
 * The error for a denied call. In most services AWS's message contains the action and the resource ("… is not
 * authorized to perform: ACTION on resource: ARN because …"). Otherwise the action follows from the operation.
 */
export function deniedAccess(service: string, operation: string, text: string) {
  const action = text.match(/perform:? \[?"?([a-z0-9-]+:[A-Za-z0-9]+)/)?.[1] ?? iamAction(service, operation);
  const resource = text.match(/on resource:? "?([^\s",]+)/)?.[1];
  const because = text.match(/\b(with an explicit deny[^.]*|because [^.]*)/)?.[1];
  const what = resource === undefined ? action : say`${action} on ${resource}`;
  return {
    kind: 'access' as const,
    code: 'access-denied',
    message:
      because === undefined
        ? say`Access denied: these credentials have no permission for ${what}.`
        : say`Access denied: these credentials have no permission for ${what} (${because}).`,
    hint: say`Add ${action} to the caller's policy. docs/permissions.md contains the complete policy.`,
    details: { action, ...(resource === undefined ? {} : { resource }) },
  };
}
