import type { UnreadableRule } from '../exposure/group.ts';
import type { IngressRule } from '../exposure/rule.ts';
import type { Dict } from '../json-shape.ts';
import { toSay } from '../words/say.ts';
import { actorOf, viaOf } from './actor.ts';
import { type CallCategory, callCategory } from './calls.ts';
import type { Change, Retag } from './change.ts';
import { groupNameOf, type Ids, idsIn } from './ids.ts';
import { accountId, dict, field, items, text } from './json.ts';
import { permissionsOf, type ReadRules, rewrittenRulesOf, ruleRowsOf } from './rules.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

export { type CallCategory, callCategory, callNames, tamperCalls } from './calls.ts';
export { bareName, isBusCall, tamperTargets } from './tamper.ts';

/** The result of reading a record. */
export type RecordResult =
  | {
      kind: 'change';
      category: CallCategory;
      /**
       * The requested change. With `errorCode`, the call failed, and `added` and `removed` are what it would have
       * done. Otherwise they are what it did, if the record contains it.
       */
      change: Change;
      /** Rules that could not be read: those that the call added, or those that a Revoke removed. */
      unreadable: UnreadableRule[];
    }
  | UnknownRecord
  /** A valid record of a call that can change neither ingress nor the monitoring. */
  | { kind: 'irrelevant'; eventSource: string; eventName: string };

/** A relevant record that can't be read. */
export interface UnknownRecord {
  kind: 'unknown';
  /** In English, because the reader may be on another thread. sayText() translates it. */
  reason: string;
  eventId?: string | undefined;
  eventName?: string | undefined;
  /** Every group id in the record, so that the caller can still judge the groups. */
  groupIds: string[];
}

/**
 * Reads one CloudTrail record, bare or wrapped (EventBridge, SNS, SQS, LookupEvents, JSON in a string).
 * Never throws. A record of unexpected shape is a result of kind `unknown` with all of its group ids.
 */
export function parseRecord(value: unknown): RecordResult {
  const unwrapped = unwrap(value);
  const record = unwrapped.record;
  if (record === undefined) return unknownRecord(toSay('it is not a JSON object'), {}, value);
  const eventName = text(field(record, 'eventName'));
  const eventSource = text(field(record, 'eventSource'));
  if (eventName === undefined || eventSource === undefined) {
    const detailType = unwrapped.envelope.detailType;
    if (detailType !== undefined && !/via CloudTrail$/.test(detailType)) {
      return { kind: 'irrelevant', eventSource: eventSource ?? '', eventName: eventName ?? detailType };
    }
    return unknownRecord(toSay('eventName or eventSource is missing'), record, value);
  }
  const category = callCategory(eventSource, eventName);
  if (category === undefined) return { kind: 'irrelevant', eventSource, eventName };
  return readChange(category, { eventName, eventSource, record, envelope: unwrapped.envelope });
}

function unknownRecord(reason: string, record: Dict, whole: unknown): UnknownRecord {
  const { subjects, references } = idsIn(whole);
  return {
    kind: 'unknown',
    reason,
    eventId: text(field(record, 'eventID')),
    eventName: text(field(record, 'eventName')),
    groupIds: [...new Set([...subjects, ...references])],
  };
}

interface Known {
  eventName: string;
  eventSource: string;
  record: Dict;
  envelope: Unwrapped['envelope'];
}

function readChange(category: CallCategory, known: Known): RecordResult {
  const { eventName, eventSource, record, envelope } = known;
  const time = momentOf(text(field(record, 'eventTime')) ?? text(envelope.time));
  if (time === undefined) {
    return unknownRecord(toSay('eventTime is missing or is not a time'), record, record);
  }
  const request = body(field(record, 'requestParameters'), /Request$/i);
  const response = body(field(record, 'responseElements'), /Response$/i);
  const account =
    accountId(field(record, 'recipientAccountId')) ??
    accountId(field(dict(field(record, 'userIdentity')), 'accountId')) ??
    accountId(envelope.account) ??
    '';
  const errorCode = text(field(record, 'errorCode'));
  const ids = idsIn(field(record, 'requestParameters'), field(record, 'responseElements'));
  const effect = effectOf(eventName, { request, response, account, ids, failed: errorCode !== undefined });
  const groupIds = subjectsOf(ids, effect);
  const groupNames = groupIds.length === 0 ? groupNameOf(request) : [];
  const concernsGroups = category === 'ingress' || category === 'cosmetic';
  // CloudTrail replaces parameters above 100 KB by this (CloudTrail User Guide, "CloudTrail record contents").
  const requestOmitted = text(field(request, 'omitted')) === 'true' ? true : undefined;
  const namesNoGroup = groupIds.length + groupNames.length === 0;
  if (concernsGroups && namesNoGroup && errorCode === undefined && requestOmitted === undefined) {
    return unknownRecord(toSay('it names no security group'), record, record);
  }
  const mayNameNone = category === 'tags' || /^Modify(NetworkInterface|Instance)Attribute$/.test(eventName);
  if (mayNameNone && groupIds.length === 0) {
    return { kind: 'irrelevant', eventSource, eventName };
  }
  const change: Change = {
    eventId: text(field(record, 'eventID')) ?? text(field(record, 'requestID')) ?? '',
    requestId: text(field(record, 'requestID')),
    eventSource,
    eventName,
    time,
    account,
    region: text(field(record, 'awsRegion')) ?? text(envelope.region) ?? '',
    actor: actorOf(field(record, 'userIdentity')),
    sourceIp: text(field(record, 'sourceIPAddress')),
    userAgent: text(field(record, 'userAgent')),
    via: viaOf(record),
    errorCode,
    errorMessage: text(field(record, 'errorMessage')),
    requestOmitted,
    groupIds,
    groupNames,
    prefixListIds: category === 'prefix-list' ? ids.prefixLists : [],
    prefixListEntries: category === 'prefix-list' ? entriesOf(request) : undefined,
    attachmentIds: category === 'attachment' ? ids.attachments : [],
    vpcId: ids.vpcs[0],
    created: eventName === 'CreateSecurityGroup' ? createdGroup(request) : undefined,
    retag: category === 'tags' ? retagOf(eventName, request) : undefined,
    added: effect.added,
    removed: effect.removed,
    modifiedRuleIds: effect.modifiedRuleIds,
    removedRuleIds: effect.removedRuleIds,
  };
  return { kind: 'change', category, change, unreadable: effect.unreadable };
}

/**
 * Returns a time as ISO 8601 in UTC; undefined if it is not a time. Athena and other exports write a blank instead of
 * `T`, and no zone. JavaScript would read that as local time, but CloudTrail's times are always in UTC.
 */
function momentOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const plain = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(?: ?(?:Z|UTC))?$/i.exec(written);
  const time = plain === null ? written : `${plain[1]}T${plain[2]!.replace(/\.0*$/, '')}Z`;
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** Returns requestParameters or responseElements without the wrapping member that newer calls have. */
function body(value: unknown, wrapper: RegExp): Dict {
  const outer = dict(value);
  const keys = Object.keys(outer);
  const key = keys.find((name) => wrapper.test(name) && typeof outer[name] === 'object');
  return key !== undefined && keys.length === 1 ? dict(outer[key]) : outer;
}

interface Effect {
  added: IngressRule[];
  removed: IngressRule[];
  modifiedRuleIds: string[];
  removedRuleIds: string[];
  unreadable: UnreadableRule[];
  /** Rules in the request that the call neither adds nor removes. */
  named: IngressRule[];
}

interface Bodies {
  request: Dict;
  response: Dict;
  account: string;
  ids: Ids;
  failed: boolean;
}

/** Reads the rules from the response if it lists them, because it contains their ids and AWS's form of the text. */
function effectOf(eventName: string, { request, response, account, ids, failed }: Bodies): Effect {
  const none: Effect = {
    added: [],
    removed: [],
    modifiedRuleIds: [],
    removedRuleIds: [],
    unreadable: [],
    named: [],
  };
  switch (eventName) {
    case 'AuthorizeSecurityGroupIngress': {
      const read = answered(response, 'securityGroupRuleSet', account) ?? permissionsOf(request, account);
      return { ...none, added: read.rules, unreadable: read.unreadable };
    }
    case 'RevokeSecurityGroupIngress': {
      const read =
        answered(response, 'revokedSecurityGroupRuleSet', account) ?? permissionsOf(request, account);
      const missed = failed
        ? []
        : permissionsOf({ ipPermissions: field(response, 'unknownIpPermissionSet') }, account).rules;
      const missedKeys = new Set(missed.map(ruleKey));
      const listed = new Set(read.rules.map((rule) => rule.id));
      return {
        ...none,
        removed: read.rules.filter((rule) => !missedKeys.has(ruleKey(rule))),
        removedRuleIds: ids.rules.filter((id) => !listed.has(id)),
        unreadable: read.unreadable,
      };
    }
    case 'UpdateSecurityGroupRuleDescriptionsIngress':
      return { ...none, named: permissionsOf(request, account).rules };
    case 'ModifySecurityGroupRules': {
      const read = rewrittenRulesOf(request, account);
      return { ...none, added: read.rules, modifiedRuleIds: read.ids, unreadable: read.unreadable };
    }
    default:
      return none;
  }
}

function createdGroup(request: Dict): { name: string; tags: Record<string, string> } {
  const specifications = items(field(request, 'tagSpecificationSet', 'TagSpecification')).map(dict);
  const tags = specifications.flatMap((part) => items(field(part, 'tags', 'tag')).map(dict));
  return {
    name: text(field(request, 'groupName')) ?? '',
    tags: Object.fromEntries(
      tags.map((tag) => [text(field(tag, 'key')) ?? '', text(field(tag, 'value')) ?? '']),
    ),
  };
}

/**
 * Returns what CreateTags or DeleteTags did: `tagSet.items[]{key,value}`. DeleteTags without tags deletes all of them.
 * Source: EC2 API reference, CreateTags and DeleteTags.
 */
function retagOf(eventName: string, request: Dict): Retag {
  const tags = items(field(request, 'tagSet')).map((tag) => ({
    key: text(field(tag, 'key')) ?? '',
    value: text(field(tag, 'value')),
  }));
  if (eventName === 'DeleteTags') return { put: {}, removed: tags, removedAll: tags.length === 0 };
  return {
    put: Object.fromEntries(tags.map(({ key, value }) => [key, value ?? ''])),
    removed: [],
    removedAll: false,
  };
}

/** Returns the CIDRs that ModifyManagedPrefixList added and removed, as written in the request. */
function entriesOf(request: Dict): { added: string[]; removed: string[] } {
  const cidrs = (key: string) =>
    items(field(request, key)).flatMap((entry) => text(field(entry, 'cidr')) ?? []);
  return { added: cidrs('AddEntry'), removed: cidrs('RemoveEntry') };
}

function answered(response: Dict, key: string, account: string): ReadRules | undefined {
  const rows = items(field(response, key));
  return rows.length === 0 ? undefined : ruleRowsOf(rows, account);
}

/** Returns what a rule admits as a text for comparisons. */
function ruleKey({ protocols, ports, source }: IngressRule): string {
  return JSON.stringify([protocols, ports, source], (_, value) =>
    typeof value === 'bigint' ? value.toString(16) : value,
  );
}

/** Returns the groups whose ingress the call changes, and source groups for which no rule could be read. */
function subjectsOf({ subjects, references }: Ids, effect: Effect): string[] {
  const ruled = new Set<string>();
  for (const rule of [...effect.added, ...effect.removed, ...effect.named]) {
    if (rule.source.kind === 'group') ruled.add(rule.source.groupId);
  }
  return [...new Set([...subjects, ...references.filter((id) => !ruled.has(id))])];
}
