import { type Dict, isDict } from '../../core/json-shape.ts';

/** The parts of a plan's `configuration` that its planned values lack. */
export interface PlanConfiguration {
  /** The AWS provider's Region if it is a constant, otherwise empty. */
  region: string;
  /** Does the configuration of the resource at this address set this attribute? */
  sets(address: string, attribute: string): boolean;
  /** The address, one of these, of the group that a separate rule's security_group_id refers to. */
  groupOfRule(address: string, groups: readonly string[]): string | undefined;
}

/** Source of the shape: Terraform's JSON output format, configuration representation. */
export function readConfiguration(value: unknown): PlanConfiguration {
  const configuration = fields(value);
  const aws = fields(fields(configuration.provider_config).aws);
  const region = fields(fields(aws.expressions).region).constant_value;
  const expressions = new Map<string, Dict>();
  gather(fields(configuration.root_module), '', expressions);
  return {
    region: typeof region === 'string' ? region : '',
    sets: (address, attribute) => expressions.get(withoutKeys(address))?.[attribute] !== undefined,
    groupOfRule(address, groups) {
      const references = fields(expressions.get(withoutKeys(address))?.security_group_id).references;
      if (!Array.isArray(references)) return undefined;
      for (const reference of references) {
        const named = /^(aws_(?:default_)?security_group\.[^.[]+)(\[[^\]]+\])?/.exec(String(reference));
        if (named === null) continue;
        const wanted = withoutKeys(modulePart(address)) + named[1];
        const candidates = groups.filter((group) => withoutKeys(group) === wanted);
        const inModule = candidates.filter((group) => modulePart(group) === modulePart(address));
        const near = inModule.length > 0 ? inModule : candidates;
        const sameKey = near.find((group) => keyOf(group) === (named[2] ?? keyOf(address)));
        if (sameKey !== undefined) return sameKey;
        if (near.length === 1) return near[0];
      }
      return undefined;
    },
  };
}

/** The maximum depth of nested modules. Terraform's own plans are not deeper. */
const DEEPEST = 50;

function gather(module: Dict, prefix: string, into: Map<string, Dict>, depth = 0): void {
  if (depth > DEEPEST) return;
  for (const resource of Array.isArray(module.resources) ? module.resources : []) {
    const { address, expressions } = fields(resource);
    if (typeof address === 'string') into.set(prefix + address, fields(expressions));
  }
  for (const [name, call] of Object.entries(fields(module.module_calls))) {
    gather(fields(fields(call).module), `${prefix}module.${name}.`, into, depth + 1);
  }
}

/** `module.a["x"].aws_security_group.web[0]` -> `module.a.aws_security_group.web`. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

/** `module.a["x"].` of an address within a module; empty in the root module. */
function modulePart(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])?\.)*/.exec(address)![0];
}

function keyOf(address: string): string | undefined {
  return /\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]$/.exec(address)?.[0];
}

function fields(value: unknown): Dict {
  return isDict(value) ? value : {};
}
