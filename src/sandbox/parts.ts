import { busSlice } from './bus/route.ts';
import type { AnyService } from './dispatch.ts';
import { logsSlice } from './logs/write.ts';
import type { World } from './service.ts';
import { cloudtrailService } from './services/cloudtrail.ts';
import { trailsSlice } from './services/cloudtrail-record.ts';
import { configService } from './services/config.ts';
import { configSlice } from './services/config-events.ts';
import { ec2Service } from './services/ec2.ts';
import { eventsService } from './services/events.ts';
import { iamService } from './services/iam.ts';
import { iamSlice } from './services/iam-slice.ts';
import { kinesisService } from './services/kinesis.ts';
import { kinesisSlice } from './services/kinesis-records.ts';
import { lambdaService } from './services/lambda.ts';
import { lambdaSlice } from './services/lambda-async.ts';
import { logsService } from './services/logs.ts';
import { s3Service } from './services/s3.ts';
import { s3Slice } from './services/s3-objects.ts';
import { snsService } from './services/sns.ts';
import { snsSlice } from './services/sns-publish.ts';
import { sqsService } from './services/sqs.ts';
import { sqsSlice } from './services/sqs-send.ts';
import { stsService } from './services/sts.ts';
import type { Slices } from './world.ts';

/** What each service brings to the World. */
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
export function services(world: World): ReadonlyMap<string, AnyService> {
  const all: AnyService[] = [
    ec2Service(world),
    stsService(world),
    iamService(world),
    lambdaService(world),
    eventsService(world),
    logsService(world),
    cloudtrailService(world),
    s3Service(world),
    sqsService(world),
    snsService(world),
    kinesisService(world),
    configService(world),
  ];
  return new Map(all.map((service) => [service.signingName, service]));
}
