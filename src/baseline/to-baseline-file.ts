import { type CompiledBaseline, type CompiledNever, DEFAULT_WIDER_THAN } from '../core/baseline/baseline.ts';
import type { BaselineFile, BaselineFileGroup, BaselineFileNever } from './baseline-file.ts';
import { formatDuration } from './duration.ts';

/** Returns the shortest file that compiles to this baseline, without defaults. */
export function toBaselineFile(compiled: CompiledBaseline): BaselineFile {
  return {
    version: 1,
    ...(compiled.groups.length > 0 ? { groups: compiled.groups.map(groupOf) } : {}),
    ...(compiled.never.length > 0 ? { never: compiled.never.map(neverOf) } : {}),
    ...(compiled.exceptions.length > 0
      ? {
          exceptions: compiled.exceptions.map(({ group, rule, until, reason }) => ({
            ...(group === undefined ? {} : { group }),
            rule,
            ...(until === undefined ? {} : { until }),
            reason,
          })),
        }
      : {}),
    ...(compiled.trusted.length > 0
      ? {
          trusted: compiled.trusted.map(({ principal, settleMs }) => ({
            principal,
            settle: formatDuration(settleMs),
          })),
        }
      : {}),
    unlisted: compiled.unlisted,
  };
}

function groupOf({
  name,
  match,
  ingress,
  rules,
  enforce,
}: CompiledBaseline['groups'][number]): BaselineFileGroup {
  const { id, name: glob, vpc, tag } = match;
  return {
    name,
    match: {
      ...(id === undefined ? {} : { id }),
      ...(glob === undefined ? {} : { name: glob }),
      ...(vpc === undefined ? {} : { vpc }),
      ...(tag === undefined ? {} : { tag }),
    },
    ...(ingress === 'exactly' ? {} : { ingress }),
    rules,
    ...(enforce ? { enforce } : {}),
  };
}

function neverOf({ rule, severity, widerThan }: CompiledNever): BaselineFileNever {
  const { ipv4, ipv6 } = DEFAULT_WIDER_THAN;
  const isDefault = widerThan.ipv4 === ipv4 && widerThan.ipv6 === ipv6;
  return {
    rule,
    ...(severity === undefined ? {} : { severity }),
    ...(isDefault ? {} : { 'wider-than': { ipv4: `/${widerThan.ipv4}`, ipv6: `/${widerThan.ipv6}` } }),
  };
}
