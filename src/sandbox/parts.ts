import { cloudtrailService } from './cloudtrail/cloudtrail.ts';
import { trailsSlice } from './cloudtrail/record.ts';
import { cloudwatchService } from './cloudwatch/cloudwatch.ts';
import { configService } from './config/config.ts';
import { configSlice } from './config/events.ts';
import { ec2Service } from './ec2/ec2.ts';
import { eventsService } from './events/events.ts';
import { busSlice } from './events/route.ts';
import { iamService } from './iam/iam.ts';
import { iamSlice } from './iam/slice.ts';
import { kinesisService } from './kinesis/kinesis.ts';
import { kinesisSlice } from './kinesis/records.ts';
import { lambdaSlice } from './lambda/async.ts';
import { lambdaService } from './lambda/lambda.ts';
import { logsService } from './logs/logs.ts';
import { logsSlice } from './logs/write.ts';
import type { AnyService } from './operations.ts';
import { s3Slice } from './s3/objects.ts';
import { s3Service } from './s3/s3.ts';
import type { SandboxWorld } from './service.ts';
import { snsSlice } from './sns/publish.ts';
import { snsService } from './sns/sns.ts';
import { sqsSlice } from './sqs/send.ts';
import { sqsService } from './sqs/sqs.ts';
import { stsService } from './sts/sts.ts';
import type { Slices } from './world.ts';

/** Each service's part of the World. */
export const slices: Slices = {
  bus: busSlice,
  lambda: lambdaSlice,
  sqs: sqsSlice,
  sns: snsSlice,
  kinesis: kinesisSlice,
  logs: logsSlice,
  trails: trailsSlice,
  s3: s3Slice,
  config: configSlice,
  iam: iamSlice,
};

/** All services of the sandbox. */
export function services(world: SandboxWorld): ReadonlyMap<string, AnyService> {
  const all: AnyService[] = [
    ec2Service(world),
    stsService(world),
    iamService(world),
    lambdaService(world),
    eventsService(world),
    logsService(world),
    cloudtrailService(world),
    cloudwatchService(world),
    s3Service(world),
    sqsService(world),
    snsService(world),
    kinesisService(world),
    configService(world),
  ];
  return new Map(all.map((service) => [service.signingName, service]));
}
