import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  getFunction: GetFunctionCommand,
  createFunction: CreateFunctionCommand,
  updateFunctionCode: UpdateFunctionCodeCommand,
  updateFunctionConfiguration: UpdateFunctionConfigurationCommand,
  deleteFunction: DeleteFunctionCommand,
  getPolicy: GetPolicyCommand,
  addPermission: AddPermissionCommand,
  removePermission: RemovePermissionCommand,
  listTags: ListTagsCommand,
  tagResource: TagResourceCommand,
  untagResource: UntagResourceCommand,
  getFunctionEventInvokeConfig: GetFunctionEventInvokeConfigCommand,
  putFunctionEventInvokeConfig: PutFunctionEventInvokeConfigCommand,
  deleteFunctionEventInvokeConfig: DeleteFunctionEventInvokeConfigCommand,
  invoke: InvokeCommand,
  listFunctions: ListFunctionsCommand,
};

export type Lambda = Gateway<typeof operations>;

export function lambda(config: ClientConfig): Lambda {
  return gateway('lambda', new LambdaClient(config), operations, config);
}
