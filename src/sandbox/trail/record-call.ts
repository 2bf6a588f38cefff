import { randomUUID } from 'node:crypto';
import type { AwsError, Call, SandboxWorld, TrailRecord } from '../service.ts';
import { isoSeconds } from '../values/iso-time.ts';
import type { OperationShape } from '../wire/operation.ts';
import type { ServiceProtocol } from '../wire/protocols.ts';
import { structOf } from '../wire/shape-value.ts';
import { nestedRequest, nestedResponse } from './ec2-nested.ts';
import { isWrapped, wrappedRequest, wrappedResponse } from './ec2-wrapped.ts';
import { errorCode, eventName, isManagementCall, isReadOnly, recordRegion } from './event-kind.ts';
import { plainMembers, withoutSecrets } from './plain-parameters.ts';
import { userIdentity } from './user-identity.ts';

/** The result of a call. `denied`: IAM refused it. */
export type CallOutcome = { output: object } | { error: AwsError; denied: boolean };

/** A call with its response. */
export interface FinishedCall {
  protocol: ServiceProtocol;
  shape: OperationShape;
  call: Call;
  input: Record<string, unknown>;
  outcome: CallOutcome;
}

/** Sends a finished call to CloudTrail, unless it is a data event. */
export function recordCall(world: SandboxWorld, finished: FinishedCall): void {
  if (!isManagementCall(finished.call.service, finished.call.operation)) return;
  world.trails.record(makeRecord(finished, world.now()));
}

/** Builds the record (docs:awscloudtrail cloudtrail-event-reference-record-contents). */
function makeRecord({ protocol, shape, call, input, outcome }: FinishedCall, now: number): TrailRecord {
  const time = isoSeconds(now);
  const failed = 'error' in outcome;
  const suffix = call.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(call.caller, time),
    eventTime: time,
    eventSource: protocol.eventSource,
    eventName: eventName(call.service, call.operation),
    awsRegion: recordRegion(call.service, call.region),
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...(failed && {
      errorCode:
        outcome.denied && call.service !== 'ec2'
          ? 'AccessDenied'
          : errorCode(call.service, outcome.error.code, outcome.error.status),
      errorMessage: outcome.error.message,
    }),
    requestParameters:
      failed && outcome.denied && call.service !== 'ec2' ? null : requestParameters(shape, call, input),
    responseElements: failed ? null : responseElements(protocol, shape, call, outcome.output),
    requestID: call.requestId,
    eventID: randomUUID(),
    readOnly: isReadOnly(call.operation),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${protocol.eventSource.split('.')[0]}.${call.region}.${suffix}`,
    },
  };
}

function requestParameters(shape: OperationShape, call: Call, input: Record<string, unknown>) {
  if (call.service === 'ec2') {
    return isWrapped(call.operation)
      ? wrappedRequest(call.operation, shape.input, input)
      : nestedRequest(call.operation, shape.input, input);
  }
  const { bucket, ...members } = plainMembers(shape.input, input);
  const parameters = withoutSecrets(call.service, {
    ...(call.service === 's3'
      ? { ...(bucket !== undefined && { bucketName: bucket }), Host: `s3.${call.region}.amazonaws.com` }
      : {}),
    ...members,
  });
  if (call.service === 'lambda' && call.operation === 'UpdateFunctionCode') {
    return { ...parameters, publish: parameters.publish ?? false, dryRun: parameters.dryRun ?? false };
  }
  return Object.keys(parameters).length === 0 ? null : parameters;
}

/** Records of reads have no response, except for STS's, which names the new session. */
function responseElements(protocol: ServiceProtocol, shape: OperationShape, call: Call, output: object) {
  if (isReadOnly(call.operation) && call.operation !== 'AssumeRole') return null;
  if (call.service === 'ec2') {
    return isWrapped(call.operation)
      ? wrappedResponse(call.operation, shape.output, output, call.requestId, protocol.xmlNamespace!)
      : nestedResponse(shape.output, output, call.requestId);
  }
  const elements = withoutSecrets(call.service, plainMembers(shape.output, structOf(output)));
  return Object.keys(elements).length === 0 ? null : elements;
}
