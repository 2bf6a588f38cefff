import { randomUUID } from 'node:crypto';
import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { tagConditions } from '../policy/tag-conditions.ts';
import type { Call, SandboxWorld } from '../service.ts';
import { byName } from '../values/by-name.ts';
import { checkCode } from './checks.ts';
import { describeFunction } from './describe.ts';
import { settingsFrom } from './settings.ts';
import {
  checkNotBusy,
  checkRevision,
  conflict,
  existingFunction,
  functionArn,
  invalid,
  type LambdaFunction,
  lambdaState,
  retire,
  revise,
  splitFunctionName,
} from './state.ts';
import { checkTags } from './tags.ts';

/** Creates, reads, updates, publishes and deletes functions. */
export const functionOperations: OperationTable<typeof Lambda> = {
  CreateFunction(world, input, call) {
    const { functions } = lambdaState(world, call.account, call.region);
    const { name } = splitFunctionName(input.FunctionName);
    if (input.PackageType === 'Image') throw invalid('The sandbox runs only zip packages.');
    const code = checkCode(input.Code ?? {}, input.Architectures?.[0] ?? 'x86_64');
    const settings = settingsFrom(world, input);
    if (functions.has(name)) throw conflict(`Function already exist: ${name}`);
    const now = world.now();
    const fn: LambdaFunction = {
      name,
      arn: functionArn(call, name),
      settings,
      code,
      revisionId: randomUUID(),
      lastModified: new Date(now),
      activeAt: now + world.timing.functionPendingMs,
      updatedAt: now,
      revisions: [],
      versions: [],
      statements: new Map(),
      policyRevisionId: randomUUID(),
      tags: checkTags(input.Tags),
      eventInvoke: undefined,
      reserved: undefined,
      running: 0,
    };
    functions.set(name, fn);
    revise(world, fn, call);
    if (input.Publish) publish(world, fn, input.Description);
    return describeFunction(world, fn);
  },

  GetFunction(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const version = versionOf(fn, input.Qualifier ?? splitFunctionName(input.FunctionName).qualifier);
    return {
      Configuration: describeFunction(world, fn, version),
      Code: {
        RepositoryType: 'S3',
        Location: `${call.endpoint}/_sandbox/code/${(version ?? fn).code.token}`,
      },
      ...tagsFor(world, fn, call),
      Concurrency: fn.reserved === undefined ? undefined : { ReservedConcurrentExecutions: fn.reserved },
    };
  },

  GetFunctionConfiguration(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const version = versionOf(fn, input.Qualifier ?? splitFunctionName(input.FunctionName).qualifier);
    return describeFunction(world, fn, version);
  },

  ListFunctions(world, input, call) {
    const all = [...lambdaState(world, call.account, call.region).functions.values()].sort(byName);
    const { items, next } = page(all, input.Marker, input.MaxItems ?? 50, badMarker);
    // ListFunctions omits the state (SDK documentation of the operation).
    const functions = items.map((fn) => ({
      ...describeFunction(world, fn),
      State: undefined,
      StateReason: undefined,
      StateReasonCode: undefined,
      LastUpdateStatus: undefined,
      LastUpdateStatusReason: undefined,
      LastUpdateStatusReasonCode: undefined,
    }));
    return { Functions: functions, NextMarker: next };
  },

  UpdateFunctionCode(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkRevision(input.RevisionId, fn.revisionId, 'GetFunction/GetAlias');
    const code = checkCode(input, input.Architectures?.[0] ?? fn.code.architecture);
    if (input.DryRun) {
      return describeFunction(world, { ...fn, code });
    }
    checkNotBusy(world, fn);
    fn.code = code;
    fn.updatedAt = world.now() + world.timing.functionPendingMs;
    revise(world, fn, call);
    if (input.Publish) return describeFunction(world, fn, publish(world, fn, undefined));
    return describeFunction(world, fn);
  },

  UpdateFunctionConfiguration(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkRevision(input.RevisionId, fn.revisionId, 'GetFunction/GetAlias');
    checkNotBusy(world, fn);
    fn.settings = settingsFrom(world, input, fn.settings);
    fn.updatedAt = world.now() + world.timing.functionPendingMs;
    revise(world, fn, call);
    return describeFunction(world, fn);
  },

  async DeleteFunction(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const qualifier = input.Qualifier ?? splitFunctionName(input.FunctionName).qualifier;
    if (qualifier === '$LATEST') {
      throw invalid('$LATEST version cannot be deleted without deleting the function.');
    }
    if (qualifier !== undefined) {
      fn.versions = fn.versions.filter((one) => one.version !== qualifier);
      return { StatusCode: 204 };
    }
    lambdaState(world, call.account, call.region).functions.delete(fn.name);
    // As on AWS, running invocations continue to their end and can still write to the log.
    world.after(0, () => retire(world, fn.revisions));
    return { StatusCode: 204 };
  },

  PublishVersion(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkRevision(input.RevisionId, fn.revisionId, 'GetFunction/GetAlias');
    checkNotBusy(world, fn);
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== fn.code.sha256) {
      throw invalid(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${fn.code.sha256}).`,
      );
    }
    return describeFunction(world, fn, publish(world, fn, input.Description));
  },

  ListVersionsByFunction(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const versions = [
      describeFunction(world, fn),
      ...fn.versions.map((one) => describeFunction(world, fn, one)),
    ];
    const { items, next } = page(versions, input.Marker, input.MaxItems ?? 50, badMarker);
    return { Versions: items, NextMarker: next };
  },
};

/**
 * The tags, for callers with `lambda:ListTags`; for others the reason why they are missing (SDK documentation of
 * GetFunctionResponse.Tags).
 */
function tagsFor(world: SandboxWorld, fn: LambdaFunction, call: Call): Partial<Lambda.GetFunctionResponse> {
  const conditions = tagConditions([], fn.tags);
  if (world.iam.allows(call.caller, { action: 'lambda:ListTags', resource: fn.arn, conditions })) {
    return { Tags: fn.tags.size > 0 ? Object.fromEntries(fn.tags) : undefined };
  }
  const who = `User: ${call.caller.arn} is not authorized to perform: lambda:ListTags on resource: ${fn.arn}`;
  return { TagsError: { ErrorCode: 'AccessDeniedException', Message: who } };
}

const badMarker = () => invalid('Invalid Marker.');

function versionOf(fn: LambdaFunction, qualifier: string | undefined) {
  return fn.versions.find((one) => one.version === qualifier);
}

/** If code and settings have not changed since the last version, no new version is published. */
function publish(world: SandboxWorld, fn: LambdaFunction, description: string | undefined) {
  const last = fn.versions.at(-1);
  if (last && last.code === fn.code && last.settings === fn.settings) return last;
  const version = {
    version: String(Number(last?.version ?? 0) + 1),
    description: description ?? fn.settings.description,
    settings: fn.settings,
    code: fn.code,
    published: new Date(world.now()),
  };
  fn.versions.push(version);
  return version;
}
