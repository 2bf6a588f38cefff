import { type RunOptions, type RunResult, run } from './run.ts';

/** The SDK's package of a service of the AWS CLI, and the name of its client. */
const CLIENTS: Record<string, () => Promise<object>> = {
  configservice: () => import('@aws-sdk/client-config-service'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  ec2: () => import('@aws-sdk/client-ec2'),
  events: () => import('@aws-sdk/client-eventbridge'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  sqs: () => import('@aws-sdk/client-sqs'),
};

/** Types a printed command into a shell that has only the credentials: the rest must be in the command. */
export async function typeRemedy(line: string, options: RunOptions = {}): Promise<RunResult> {
  if (line.startsWith('secgroup-monitor ')) return run(shellWords(line).slice(1), options);
  const nested = line.match(/^(.*)"\$\((aws .*)\)"(.*)$/);
  if (nested === null) return { code: 0, stdout: await typeAws(line, options), stderr: '' };
  const [, before = '', inner = '', after = ''] = nested;
  return typeRemedy(`${before}${await typeAws(inner, options)}${after}`, options);
}

function shellWords(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Reads JSON and the shorthand of the AWS CLI: `name=default,allSupported=true`. */
function parameter(value: string): unknown {
  if (value.startsWith('[')) return JSON.parse(value);
  if (!/^\w+=/.test(value)) return value;
  const members = value.split(',').map((one) => one.split(/=(.*)/s));
  return Object.fromEntries(
    members.map(([key, text]) => [key, /^(true|false)$/.test(text ?? '') ? text === 'true' : text]),
  );
}

const pascal = (kebab: string) =>
  kebab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Makes the call of an `aws` command line. Returns what `--query` with a single name selects. */
async function typeAws(line: string, { env = {} }: RunOptions): Promise<string> {
  const [, service = '', operation = '', ...rest] = shellWords(line);
  const sdk = Object.entries((await CLIENTS[service]?.()) ?? {});
  const input: Record<string, unknown> = {};
  const own: Record<string, string> = {};
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index]!.slice(2);
    const value = rest[index + 1]!;
    if (['region', 'endpoint-url', 'query', 'output'].includes(name)) own[name] = value;
    else input[pascal(name)] = parameter(value);
  }
  // The AWS CLI has an option of its own for this member of the recorder.
  if (input.RecordingGroup !== undefined) {
    input.ConfigurationRecorder = Object.assign({}, input.ConfigurationRecorder, {
      recordingGroup: input.RecordingGroup,
    });
    delete input.RecordingGroup;
  }
  const [, Client] = sdk.find(([name]) => /^(?!__).+Client$/.test(name)) ?? [];
  const [, Command] = sdk.find(([name]) => name === `${pascal(operation)}Command`) ?? [];
  if (Client === undefined || Command === undefined) throw new Error(`there is no command ${line}`);
  if (own.region === undefined) throw new Error(`the command does not name a Region: ${line}`);
  const client = new Client({
    region: own.region,
    endpoint: own['endpoint-url'] ?? env.AWS_ENDPOINT_URL,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
    maxAttempts: 1,
  });
  try {
    const answer = await client.send(new Command(input));
    return own.query === undefined ? '' : String(answer[own.query]);
  } finally {
    client.destroy();
  }
}
