/** The AWS managed policies that the sandbox knows, by path and name; content as AWS publishes it. */
const documents: Record<string, object> = {
  'service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  },
  AdministratorAccess: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};

/** The document of `arn:aws:iam::aws:policy/…`, or undefined when the sandbox does not know it. */
export function managedPolicyDocument(arn: string): string | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const document = name === undefined ? undefined : documents[name];
  return document && JSON.stringify(document);
}
