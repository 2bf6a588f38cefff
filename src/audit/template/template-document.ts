import { usageError } from '../../core/errors.ts';
import { type Dict, isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import { readConfiguration } from '../plan/configuration.ts';
import type { PlanDocument, PlannedResource } from '../plan/document.ts';
import { FromResource, type Intrinsics, intrinsicsOf, NO_VALUE, Unresolved } from './intrinsics.ts';
import type { TemplateText } from './template-text.ts';

const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const LIST = 'AWS::EC2::PrefixList';

/** Types that can admit traffic, but that we do not read. Nested stacks and modules may contain anything. */
const UNREAD =
  /^(?:AWS::CloudFormation::Stack|AWS::Serverless::Application|AWS::RDS::DBSecurityGroup(?:Ingress)?|AWS::ElastiCache::SecurityGroup(?:Ingress)?|AWS::Redshift::ClusterSecurityGroup(?:Ingress)?|.*::MODULE)$/;

/**
 * Reads a CloudFormation template as a plan that creates all its resources.
 * Source: CloudFormation's template reference, AWS::EC2::SecurityGroup, SecurityGroupIngress and PrefixList.
 * @throws AppError kind usage that names the file.
 */
export function templateDocument(
  { value, lines }: TemplateText,
  parameters: ReadonlyMap<string, unknown>,
  file: string,
): PlanDocument {
  if (!isDict(value) || !isDict(value.Resources)) {
    throw usageError(
      'not-a-template',
      say`${file} does not contain "Resources".`,
      say`Use a CloudFormation template, such as the output of \`cdk synth\`.`,
    );
  }
  const intrinsics = intrinsicsOf(value, parameters);
  const reading: Reading = {
    intrinsics,
    resources: value.Resources,
    links: new Map(),
    whys: new Map(),
    unresolved: [],
  };
  const resources = Object.entries(value.Resources).flatMap(([logicalId, resource]) =>
    resourceOf(logicalId, resource, lines.get(logicalId), reading),
  );
  return {
    file,
    name: file,
    line: undefined,
    resources,
    configuration: readConfiguration(undefined),
    prior: [],
    deferred: [],
    isIncomplete: false,
    links: reading.links,
    whys: reading.whys,
    unresolved: reading.unresolved,
  };
}

interface Reading {
  intrinsics: Intrinsics;
  resources: Dict;
  links: Map<string, string>;
  whys: Map<string, string>;
  unresolved: NonNullable<PlanDocument['unresolved']>;
}

function resourceOf(
  logicalId: string,
  value: unknown,
  line: number | undefined,
  reading: Reading,
): PlannedResource[] {
  if (logicalId.startsWith('Fn::ForEach::') || logicalId === 'Fn::Transform') {
    reading.unresolved.push({ address: logicalId, attribute: '', reason: 'unread-type', detail: logicalId });
    return [];
  }
  if (!isDict(value) || typeof value.Type !== 'string') return [];
  const { Type: type } = value;
  const condition =
    typeof value.Condition === 'string' ? reading.intrinsics.condition(value.Condition) : true;
  if (condition === false) return [];
  if (UNREAD.test(type)) {
    reading.unresolved.push({ address: logicalId, attribute: '', reason: 'unread-type', detail: type });
    return [];
  }
  if (![GROUP, INGRESS, LIST].includes(type)) return [];
  if (condition === undefined) {
    reading.unresolved.push({
      address: logicalId,
      attribute: 'Condition',
      reason: 'unresolved',
      detail: String(value.Condition),
    });
  }
  const properties = reading.intrinsics.evaluate(value.Properties);
  const { known, unknown } = split(isDict(properties) ? properties : {}, logicalId, '', reading);
  return [
    {
      address: logicalId,
      type,
      actions: new Set(['create']),
      before: undefined,
      after: { ...known, ...(type === GROUP ? groupValues(known) : {}) },
      unknown,
      isDeposed: false,
      line,
    },
  ];
}

/** Returns the attributes of a group other than its ingress, under Terraform's names. */
function groupValues({ GroupName, VpcId, Tags }: Dict): Dict {
  const tags = Array.isArray(Tags)
    ? Tags.filter(isDict).map(({ Key, Value }) => ({ key: Key, value: Value }))
    : [];
  return { name: GroupName, vpc_id: VpcId, tags };
}

/** Separates unknown values: `unknown` has `true` for each. Flattens lists in lists. */
function split(value: Dict, address: string, path: string, reading: Reading): { known: Dict; unknown: Dict } {
  const known: Dict = {};
  const unknown: Dict = {};
  for (const [name, part] of Object.entries(value)) {
    if (part instanceof Unresolved || part instanceof FromResource) {
      unknown[name] = true;
      link(part, address, `${path}${name}`, reading);
    } else if (['SecurityGroupIngress', 'Entries'].includes(name)) {
      const entries = (Array.isArray(part) ? part.flat() : [part]).map((entry, index) =>
        entryOf(entry, address, `${path}${name}[${index}]`, reading),
      );
      known[name] = entries.map((entry) => entry.known);
      unknown[name] = entries.map((entry) => entry.unknown);
    } else if (part !== NO_VALUE) known[name] = part;
  }
  return { known, unknown };
}

function entryOf(
  entry: unknown,
  address: string,
  path: string,
  reading: Reading,
): { known: Dict; unknown: Dict } {
  if (isDict(entry) && !(entry instanceof Unresolved) && !(entry instanceof FromResource)) {
    return split(entry, address, `${path}.`, reading);
  }
  const detail = entry instanceof Unresolved ? entry.why : JSON.stringify(entry);
  reading.unresolved.push({ address, attribute: path, reason: 'unresolved', detail });
  return { known: {}, unknown: {} };
}

/** Records which group or list of the template a property refers to, or why it is unknown. */
function link(part: Unresolved | FromResource, address: string, attribute: string, reading: Reading): void {
  const { resources, links, whys } = reading;
  const place = `${address}.${attribute}`;
  whys.set(place, part instanceof Unresolved ? part.why : `${part.logicalId}.${part.attribute}`);
  if (part instanceof Unresolved) return;
  const resource = resources[part.logicalId];
  const type = isDict(resource) ? resource.Type : undefined;
  const isId = ['Ref', 'GroupId', 'Id', 'PrefixListId'].includes(part.attribute);
  if (isId && (type === GROUP || type === LIST)) links.set(place, part.logicalId);
}
