import type { Cloudtrail } from '../../aws/services/cloudtrail.ts';
import { AwsCallError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { awsCommand, type CommandPlace, ourCommand } from '../command-line.ts';
import type { DeployHost } from '../host.ts';

type Selectors = Awaited<ReturnType<Cloudtrail['getEventSelectors']>>;

export interface TrailState {
  arn: string;
  name: string;
  homeRegion: string | undefined;
  multiRegion: boolean;
  organization: boolean;
  logging: boolean;
  /** Whether it logs write management events; `unknown` for an organization's trail, which a member account can't read. */
  writes: boolean | 'unknown';
  /** Whether it delivers calls of IAM and other global services (only in us-east-1). */
  globalEvents: boolean;
}

export interface TrailCheck {
  /** `yes` if a trail delivers write events here; `unknown` if the only candidate can't be read. */
  ok: 'yes' | 'no' | 'unknown';
  trails: TrailState[];
  detail: string;
  remedy?: string | undefined;
}

/**
 * Checks whether a trail logs write management events in this Region. Event history does not count as a trail.
 * As CloudTrail's API reference requires, shadow trails are included, the status is read in this Region by ARN,
 * and the selectors are read in the trail's home Region.
 */
export async function checkTrails(host: Pick<DeployHost, 'aws' | 'names' | 'shared'>): Promise<TrailCheck> {
  const found = await describeTrails(host);
  const here = host.names.region;
  const trails = await Promise.all(
    found.map(async (trail): Promise<TrailState> => {
      const arn = trail.TrailARN!;
      const [status, writes] = await Promise.all([
        (await host.aws.cloudtrail()).getTrailStatus({ Name: arn }).catch(unlessHidden),
        readSelectors(host, arn, trail.HomeRegion ?? here),
      ]);
      return {
        arn,
        name: trail.Name ?? arn,
        homeRegion: trail.HomeRegion,
        multiRegion: trail.IsMultiRegionTrail === true,
        organization: trail.IsOrganizationTrail === true,
        logging: status?.IsLogging === true,
        writes,
        globalEvents: trail.IncludeGlobalServiceEvents === true,
      };
    }),
  );
  return judge(trails, host.names);
}

/** Returns the ARNs of the trails that can deliver events, sorted. */
export function deliveringTrails(check: TrailCheck): string[] {
  return check.trails
    .filter(({ logging, writes }) => logging && writes !== false)
    .map(({ arn }) => arn)
    .sort();
}

/** Pure. Returns the result of the check for this Region. */
export function judge(trails: TrailState[], place: CommandPlace): TrailCheck {
  const { region } = place;
  const atHome = (words: string, { homeRegion }: TrailState) =>
    awsCommand(words, { ...place, region: homeRegion ?? region });
  const sure = trails.find(({ logging, writes }) => logging && writes === true);
  if (sure !== undefined) {
    return { ok: 'yes', trails, detail: say`trail ${sure.name} logs write management events in ${region}` };
  }
  const maybe = trails.find(({ logging, writes }) => logging && writes === 'unknown');
  if (maybe !== undefined) {
    return {
      ok: 'unknown',
      trails,
      detail: say`trail ${maybe.name} belongs to the organization; this account can't see whether it logs write management events`,
      remedy: ourCommand('test-trigger', place),
    };
  }
  const stopped = trails.find(({ writes }) => writes !== false);
  if (stopped !== undefined) {
    return {
      ok: 'no',
      trails,
      detail: say`trail ${stopped.name} is not logging, so no event arrives in ${region}`,
      remedy: atHome(`aws cloudtrail start-logging --name ${stopped.arn}`, stopped),
    };
  }
  const withoutWrites = trails.find(({ logging }) => logging) ?? trails[0];
  if (withoutWrites !== undefined) {
    return {
      ok: 'no',
      trails,
      detail: say`trail ${withoutWrites.name} does not log write management events, so no event arrives in ${region}`,
      remedy: atHome(
        `aws cloudtrail put-event-selectors --trail-name ${withoutWrites.arn} --event-selectors '[{"ReadWriteType":"WriteOnly","IncludeManagementEvents":true}]'`,
        withoutWrites,
      ),
    };
  }
  return {
    ok: 'no',
    trails,
    detail: say`no trail covers ${region}; EventBridge receives API calls only through a trail (event history is not a trail)`,
    remedy: ourCommand('install --create-trail', place),
  };
}

/** Pure. Returns whether these selectors include EC2's write management events. */
export function logsWrites(selectors: Pick<Selectors, 'EventSelectors' | 'AdvancedEventSelectors'>): boolean {
  const basic = (selectors.EventSelectors ?? []).some(
    ({ IncludeManagementEvents, ReadWriteType }) =>
      IncludeManagementEvents !== false && (ReadWriteType ?? 'All') !== 'ReadOnly',
  );
  const advanced = (selectors.AdvancedEventSelectors ?? []).some(({ FieldSelectors = [] }) => {
    const field = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
    const readOnly = field('readOnly');
    return (
      field('eventCategory')?.Equals?.includes('Management') === true &&
      (readOnly === undefined || readOnly.Equals?.includes('false') === true)
    );
  });
  return basic || advanced;
}

async function readSelectors(
  host: Pick<DeployHost, 'aws'>,
  arn: string,
  homeRegion: string,
): Promise<boolean | 'unknown'> {
  const cloudtrail = await host.aws.in(homeRegion).cloudtrail();
  const selectors = await cloudtrail.getEventSelectors({ TrailName: arn }).catch(unlessHidden);
  return selectors === undefined ? 'unknown' : logsWrites(selectors);
}

/** A member account can see an organization's trail but can't read its status and selectors. */
function unlessHidden(error: unknown): undefined {
  const hidden = ['TrailNotFoundException', 'CloudTrailARNInvalidException', 'CloudTrailARNInvalid'];
  if (error instanceof AwsCallError && hidden.includes(error.awsCode)) return undefined;
  throw error;
}

/** Reads all trails that cover this Region. Shadow trails are included, for multi-Region and organization trails. */
export async function describeTrails(host: Pick<DeployHost, 'aws' | 'shared'>) {
  return host.shared('trails', async () => {
    const cloudtrail = await host.aws.cloudtrail();
    return (await cloudtrail.describeTrails({ includeShadowTrails: true })).trailList ?? [];
  });
}
