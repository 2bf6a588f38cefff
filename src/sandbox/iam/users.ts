import type * as IAM from '@aws-sdk/client-iam';
import type { OperationTable } from '../operations.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { newSecret } from '../values/secret.ts';
import { tagList } from '../values/tags.ts';
import {
  checkedName,
  checkedPath,
  type IamUser,
  iamArn,
  iamState,
  keyState,
  noSuchEntity,
  uniqueId,
} from './state.ts';
import { addTags } from './tags.ts';

/** Users with access keys, for calls in a person's name. Users have no policies here. */
export const userOperations: OperationTable<typeof IAM> = {
  CreateUser(world, input, call) {
    const { users } = iamState(world, call.account);
    const name = checkedName('userName', input.UserName, 64);
    const path = checkedPath(input.Path);
    if (users.has(name.toLowerCase())) {
      throw new AwsError('EntityAlreadyExists', `User with name ${name} already exists.`, 409);
    }
    const user: IamUser = {
      name,
      path,
      arn: iamArn(call, 'user', path, name),
      id: uniqueId(world, 'AIDA'),
      created: new Date(world.now()),
      tags: new Map(),
      accessKeys: [],
    };
    addTags(user.tags, input.Tags);
    users.set(name.toLowerCase(), user);
    return { User: describe(user) };
  },

  GetUser(world, input, call) {
    return { User: describe(existingUser(world, input.UserName, call)) };
  },

  ListUsers(world, input, call) {
    const users = [...iamState(world, call.account).users.values()].filter((one) =>
      one.path.startsWith(input.PathPrefix ?? '/'),
    );
    return { Users: users.map(describe), IsTruncated: false };
  },

  DeleteUser(world, input, call) {
    const user = existingUser(world, input.UserName, call);
    if (user.accessKeys.length > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete access keys first.', 409);
    }
    iamState(world, call.account).users.delete(user.name.toLowerCase());
    return {};
  },

  CreateAccessKey(world, input, call) {
    const user = existingUser(world, input.UserName, call);
    if (user.accessKeys.length >= 2) {
      throw new AwsError('LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2', 409);
    }
    const key = {
      id: world.newId('AKIA', 16).toUpperCase(),
      created: new Date(world.now()),
      status: 'Active' as const,
    };
    const secretAccessKey = newSecret();
    user.accessKeys.push(key);
    keyState(world).keys.set(key.id, {
      secretAccessKey,
      sessionToken: undefined,
      caller: {
        type: 'IAMUser',
        accountId: call.account,
        arn: user.arn,
        principalId: user.id,
        accessKeyId: key.id,
        userName: user.name,
      },
      expires: undefined,
    });
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: secretAccessKey,
        CreateDate: key.created,
      },
    };
  },

  ListAccessKeys(world, input, call) {
    const user = existingUser(world, input.UserName, call);
    const keys = user.accessKeys.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      CreateDate: key.created,
    }));
    return { AccessKeyMetadata: keys, IsTruncated: false };
  },

  DeleteAccessKey(world, input, call) {
    const user = existingUser(world, input.UserName, call);
    if (!user.accessKeys.some((key) => key.id === input.AccessKeyId)) {
      throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
    }
    user.accessKeys = user.accessKeys.filter((key) => key.id !== input.AccessKeyId);
    keyState(world).keys.delete(input.AccessKeyId ?? '');
    return {};
  },
};

function existingUser(world: SandboxWorld, name: string | undefined, call: Call): IamUser {
  const user = iamState(world, call.account).users.get((name ?? call.caller.userName ?? '').toLowerCase());
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

function describe(user: IamUser) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.created,
    Tags: user.tags.size > 0 ? tagList(user.tags) : undefined,
  };
}
