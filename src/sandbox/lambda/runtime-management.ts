import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import { existingFunction, invalid, type LambdaFunction } from './state.ts';

/** Stores how a function gets newer runtimes. It has no effect: functions run on the sandbox's Node.js. */
export const runtimeManagementOperations: OperationTable<typeof Lambda> = {
  PutRuntimeManagementConfig(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    const { UpdateRuntimeOn: updateOn, RuntimeVersionArn: versionArn } = input;
    if (updateOn !== 'Auto' && updateOn !== 'Manual' && updateOn !== 'FunctionUpdate') {
      throw invalid(`The runtime update mode ${updateOn} is invalid.`);
    }
    // API Reference, PutRuntimeManagementConfig: required with Manual, not allowed otherwise.
    if ((updateOn === 'Manual') !== (versionArn !== undefined)) {
      throw invalid('RuntimeVersionArn is required for the Manual mode, and for no other.');
    }
    fn.runtimeManagement = { updateOn, versionArn };
    return describe(fn);
  },

  GetRuntimeManagementConfig: (world, input, call) =>
    describe(existingFunction(world, input.FunctionName, call)),
};

function describe({ arn, runtimeManagement }: LambdaFunction) {
  return {
    FunctionArn: arn,
    UpdateRuntimeOn: runtimeManagement?.updateOn ?? 'Auto',
    RuntimeVersionArn: runtimeManagement?.versionArn,
  };
}
