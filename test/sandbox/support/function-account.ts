import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { functionZip } from './function-zip.ts';
import { functionRole } from './roles.ts';

type Given = Partial<CreateFunctionCommandInput> & { files?: Record<string, string> };

export type FunctionAccount = Awaited<ReturnType<typeof functionAccount>>;

/** Starts a sandbox that creates functions from source and invokes them. Their role can also list queues. */
export async function functionAccount() {
  const sandbox = await testSandbox();
  const lambda = new LambdaClient(clientConfig(sandbox));
  const iam = new IAMClient(clientConfig(sandbox));
  const role = await functionRole(iam, 'runner', ['sqs:ListQueues']);
  let count = 0;
  return {
    sandbox,
    lambda,
    iam,
    /** Creates a function from one ES module, or from the given files. Returns its name. */
    async make(source: string, { files, ...more }: Given = {}): Promise<string> {
      count += 1;
      const FunctionName = `fn-${count}`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: role,
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Code: { ZipFile: functionZip(files ?? { 'index.mjs': source }) },
          ...more,
        }),
      );
      return FunctionName;
    },
    async invoke(FunctionName: string, event: unknown = {}, more: Partial<InvokeCommandInput> = {}) {
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: 'Tail', ...more }),
      );
      const text = answer.Payload?.transformToString() ?? '';
      return {
        status: answer.StatusCode,
        error: answer.FunctionError,
        // biome-ignore lint/suspicious/noExplicitAny: whatever the function of the test answers
        payload: (text === '' ? undefined : JSON.parse(text)) as any,
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
      };
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}
