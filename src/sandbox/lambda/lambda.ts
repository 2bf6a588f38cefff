import type * as Lambda from '@aws-sdk/client-lambda';
import { inWorld, type Service } from '../operations.ts';
import { passRole } from '../pass-role.ts';
import { tagConditions } from '../policy/tag-conditions.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { concurrencyOperations } from './concurrency.ts';
import { functionOperations } from './functions.ts';
import { invokeOperations } from './invoke.ts';
import { permissionOperations } from './permissions.ts';
import { resourcePolicyOperations } from './resource-policy.ts';
import { runtimeManagementOperations } from './runtime-management.ts';
import { functionArn, type LambdaFunction, lambdaState, splitFunctionName } from './state.ts';
import { tagOperations } from './tags.ts';

/** Lambda: functions that really run, from their uploaded zip. */
export function lambdaService(world: SandboxWorld): Service<typeof Lambda> {
  return {
    signingName: 'lambda',
    operations: inWorld(world, {
      ...functionOperations,
      ...invokeOperations,
      ...permissionOperations,
      ...resourcePolicyOperations,
      ...runtimeManagementOperations,
      ...concurrencyOperations,
      ...tagOperations,
    }),
    requirements: (operation, input: Input, call) => requirements(world, operation, input, call),
  };
}

interface Input {
  FunctionName?: string;
  Resource?: string;
  ResourceArn?: string;
  Role?: string;
  Principal?: string;
  Tags?: Record<string, string>;
}

/** Actions as in the service authorization reference for Lambda. */
function requirements(world: SandboxWorld, operation: string, input: Input, call: Call): Requirement[] {
  const action = operation === 'Invoke' ? 'lambda:InvokeFunction' : `lambda:${operation}`;
  const named = input.FunctionName ?? input.Resource ?? input.ResourceArn;
  if (named === undefined) return [{ action, resource: '*' }];
  const { name } = splitFunctionName(named);
  const resource = functionArn(call, name);
  const present = lambdaState(world, call.account, call.region).functions.get(name)?.tags;
  const conditions = {
    ...tagConditions(Object.entries(input.Tags ?? {}), present),
    ...(input.Principal === undefined ? {} : { 'lambda:Principal': input.Principal }),
  };
  const needed: Requirement[] = [{ action, resource, conditions }];
  if (operation === 'CreateFunction' && Object.keys(input.Tags ?? {}).length > 0) {
    needed.push({ action: 'lambda:TagResource', resource, conditions });
  }
  if (input.Role !== undefined) needed.push(passRole(input.Role, 'lambda'));
  return needed;
}

/** Returns the zip for a download URL of GetFunction, by its token. */
export function functionCode(world: SandboxWorld, token: string): Uint8Array | undefined {
  return world
    .states<{ functions: Map<string, LambdaFunction> }>('lambda')
    .flatMap(({ state }) => [...state.functions.values()])
    .flatMap((fn) => [fn.code, ...fn.versions.map((one) => one.code)])
    .find((code) => code.token === token)?.zip;
}
