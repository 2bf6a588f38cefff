// Covers src/sandbox/lambda/*.ts.
import { createHash } from 'node:crypto';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { checkCode } from '../../../src/sandbox/lambda/checks.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { functionZip } from '../support/function-zip.ts';
import { lambdaService } from '../support/lambda-service.ts';
import { functionRole } from '../support/roles.ts';

const { sandbox, lambda, iam, role, ZipFile, fn, create } = await lambdaService();

describe('a function', () => {
  it('has the given settings and the checksum of the uploaded bytes', async () => {
    await create({ Architectures: ['arm64'], Tags: { stack: 'a' }, Description: 'd', Timeout: 60 });
    const got = await lambda.send(new GetFunctionCommand({ FunctionName: fn.name }));
    expect(got.Configuration).toMatchObject({
      FunctionArn: fn.arn,
      CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
      CodeSize: ZipFile.length,
      Architectures: ['arm64'],
      Timeout: 60,
      MemorySize: 128,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${fn.name}` },
    });
    expect(got.Tags).toEqual({ stack: 'a' });
    const code = await fetch(got.Code!.Location!);
    expect(new Uint8Array(await code.arrayBuffer())).toEqual(ZipFile);
  });

  it('is found by its name, partial ARN or ARN', async () => {
    await create();
    for (const name of [fn.name, `111122223333:function:${fn.name}`, fn.arn, `${fn.arn}:$LATEST`]) {
      const got = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      expect(got.FunctionName).toBe(fn.name);
    }
    await expect(
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'a b' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is not created from input that Lambda refuses', async () => {
    const cases: [string, Partial<CreateFunctionCommandInput>, string][] = [
      ['a missing role', { Role: 'arn:aws:iam::111122223333:role/none' }, 'InvalidParameterValueException'],
      [
        'bytes that are not a zip',
        { Code: { ZipFile: Buffer.from('PK no zip') } },
        'InvalidParameterValueException',
      ],
      [
        'a zip with a path outside its folder',
        { Code: { ZipFile: functionZip({ '../evil.mjs': '' }) } },
        'InvalidParameterValueException',
      ],
      [
        'a zip with an absolute path',
        { Code: { ZipFile: functionZip({ '/etc/evil': '' }) } },
        'InvalidParameterValueException',
      ],
      ['a blocked runtime', { Runtime: 'nodejs18.x' }, 'InvalidParameterValueException'],
      ['a runtime it cannot run', { Runtime: 'python3.13' }, 'InvalidParameterValueException'],
      ['too long a timeout', { Timeout: 901 }, 'ValidationException'],
      ['too little memory', { MemorySize: 127 }, 'ValidationException'],
      [
        'reserved variables',
        { Environment: { Variables: { AWS_REGION: 'x' } } },
        'InvalidParameterValueException',
      ],
      [
        'over 4 KB of variables',
        { Environment: { Variables: { LONG: 'x'.repeat(4096) } } },
        'InvalidParameterValueException',
      ],
      [
        'a queue to which its role cannot send',
        { DeadLetterConfig: { TargetArn: 'arn:aws:sns:eu-west-1:111122223333:t' } },
        'InvalidParameterValueException',
      ],
      [
        'log levels in the Text format',
        { LoggingConfig: { LogFormat: 'Text', SystemLogLevel: 'WARN' } },
        'InvalidParameterValueException',
      ],
    ];
    for (const [what, more, name] of cases) await expect(create(more), what).rejects.toMatchObject({ name });
    await expect(create({ Role: 'arn:aws:iam::111122223333:role/none' })).rejects.toThrow(
      'The role defined for the function cannot be assumed by Lambda.',
    );
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: fn.name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('accepts zips up to 50 MB', () => {
    expect(() => checkCode({ ZipFile: Buffer.alloc(52_428_801) }, 'arm64')).toThrow(
      'Request must be smaller',
    );
    expect(() => checkCode({ ZipFile: Buffer.alloc(52_428_800) }, 'arm64')).toThrow('Could not unzip');
  });

  it('has a unique name', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await lambda.send(new DeleteFunctionCommand({ FunctionName: fn.name }));
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName: fn.name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await create();
  });

  it('accepts a partial update of its configuration, and a dry run of a code update', async () => {
    await create({ Timeout: 5, Environment: { Variables: { KEEP: 'it' } } });
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: fn.name, MemorySize: 512 }));
    const read = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: fn.name }));
    const before = await read();
    expect(before).toMatchObject({ Timeout: 5, MemorySize: 512, Environment: { Variables: { KEEP: 'it' } } });
    const other = functionZip({ 'index.mjs': 'export const handler = async () => 2' });
    const dry = await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: fn.name, ZipFile: other, DryRun: true }),
    );
    expect(dry.CodeSha256).not.toBe(before.CodeSha256);
    expect((await read()).CodeSha256).toBe(before.CodeSha256);
    await expect(
      lambda.send(
        new UpdateFunctionCodeCommand({ FunctionName: fn.name, ZipFile: other, RevisionId: 'stale' }),
      ),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException' });
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: fn.name, ZipFile: other, RevisionId: before.RevisionId }),
    );
    expect((await read()).CodeSha256).toBe(dry.CodeSha256);
  });

  it('is listed in pages and per Region', async () => {
    const elsewhere = new LambdaClient({ ...clientConfig(sandbox), region: 'us-east-2' });
    for (const letter of ['a', 'b', 'c']) await create({ FunctionName: `page-${letter}` }, elsewhere);
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await elsewhere.send(new ListFunctionsCommand({ MaxItems: 2, Marker }));
      names.push(...page.Functions!.map((one) => one.FunctionName));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(names).toEqual(['page-a', 'page-b', 'page-c']);
    const settings = await elsewhere.send(new GetAccountSettingsCommand({}));
    expect(settings.AccountUsage).toEqual({ FunctionCount: 3, TotalCodeSize: 3 * ZipFile.length });
  });

  it('has only one published version of the same code', async () => {
    await create();
    const publish = () => lambda.send(new PublishVersionCommand({ FunctionName: fn.name }));
    expect([(await publish()).Version, (await publish()).Version]).toEqual(['1', '1']);
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: fn.name }));
    expect(Versions?.map((one) => one.Version)).toEqual(['$LATEST', '1']);
  });

  it('keeps tags', async () => {
    await create({ Tags: { a: '1', b: '2' } });
    await lambda.send(new TagResourceCommand({ Resource: fn.arn, Tags: { b: '3', c: '4' } }));
    await lambda.send(new UntagResourceCommand({ Resource: fn.arn, TagKeys: ['a'] }));
    expect((await lambda.send(new ListTagsCommand({ Resource: fn.arn }))).Tags).toEqual({ b: '3', c: '4' });
  });

  it('needs iam:PassRole for its role', async () => {
    const deployer = await functionRole(iam, 'deployer', ['lambda:CreateFunction']);
    const passer = await functionRole(iam, 'passer', ['lambda:CreateFunction', 'iam:PassRole']);
    const as = (roleArn: string) => {
      const { accessKeyId, secretAccessKey, sessionToken } = sandbox.world.iam.session(roleArn, 's');
      return new LambdaClient({
        ...clientConfig(sandbox),
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      });
    };
    await expect(create({}, as(deployer))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`iam:PassRole on resource: ${role}`),
    });
    await create({}, as(passer));
  });
});

describe('the state of a function', () => {
  it('is Pending, then Active, and runs the old code while an update is in progress', async () => {
    const clock = { now: Date.now() };
    await using slow = await testSandbox({
      timing: {
        iamPropagationMs: 0,
        functionPendingMs: 5000,
        cloudTrailDelayMs: { min: 0, max: 0 },
        ruleEffectMs: 0,
        logIngestionMs: { min: 0, max: 0 },
        retryMinuteMs: 10,
      },
    });
    slow.world.now = () => clock.now;
    const client = new LambdaClient(clientConfig(slow));
    await functionRole(new IAMClient(clientConfig(slow)), 'runner');
    const created = await create({}, client);
    expect([created.State, created.StateReasonCode]).toEqual(['Pending', 'Creating']);
    const state = async () => {
      const { State, LastUpdateStatus } = await client.send(
        new GetFunctionConfigurationCommand({ FunctionName: fn.name }),
      );
      return [State, LastUpdateStatus];
    };
    const invoke = async () =>
      (await client.send(new InvokeCommand({ FunctionName: fn.name }))).Payload?.transformToString();
    const tag = () => client.send(new TagResourceCommand({ Resource: fn.arn, Tags: { a: 'b' } }));
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(tag()).rejects.toThrow('currently in the following state: Pending');
    const permit = new AddPermissionCommand({
      FunctionName: fn.name,
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    });
    await expect(client.send(permit)).rejects.toMatchObject({ name: 'ResourceConflictException' });
    clock.now += 5000;
    await client.send(permit);
    expect(await state()).toEqual(['Active', 'Successful']);
    expect(await invoke()).toBe('1');
    const newCode = functionZip({ 'index.mjs': 'export const handler = async () => 2' });
    const update = () =>
      client.send(new UpdateFunctionCodeCommand({ FunctionName: fn.name, ZipFile: newCode }));
    expect((await update()).LastUpdateStatus).toBe('InProgress');
    await expect(update()).rejects.toThrow('An update is in progress for resource');
    await expect(
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName: fn.name, Timeout: 5 })),
    ).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(tag()).rejects.toMatchObject({ name: 'ResourceConflictException' });
    expect(await invoke()).toBe('1');
    clock.now += 5000;
    expect(await state()).toEqual(['Active', 'Successful']);
    expect(await invoke()).toBe('2');
  });
});
