import { type Dict, isDict } from '../../core/json-shape.ts';
import { childModule, parseAddress, withoutKeys } from './address.ts';

/** The parts of a plan's `configuration` that its planned values lack. */
export interface Configuration {
  /** The AWS provider's Region if it is a constant; otherwise empty. */
  region: string;
  /** Returns the configuration of the resource at this address; undefined if the plan lacks it. */
  resource(address: string): ConfiguredResource | undefined;
  /** Returns the module of an instance such as `module.a["x"]`; undefined if the plan lacks it. */
  module(instance: string): ConfiguredModule | undefined;
  /** Does the configuration of the resource at this address set this attribute? */
  sets(address: string, attribute: string): boolean;
}

/** Expressions by attribute: `{constant_value}`, `{references}`, or the expressions of nested blocks. */
export interface ConfiguredResource {
  expressions: Dict;
  forEach: Dict;
}

export interface ConfiguredModule {
  outputs: Readonly<Record<string, Dict>>;
  /** The values that the call gives to the module's variables. */
  inputs: Dict;
  forEach: Dict;
  isRepeated: boolean;
}

/** Modules may be nested. Terraform writes no deeper plan than this. */
const DEEPEST = 50;

/** Source of the shape: Terraform's JSON output format, configuration representation. */
export function readConfiguration(value: unknown): Configuration {
  const configuration = fields(value);
  const aws = fields(fields(configuration.provider_config).aws);
  const region = fields(fields(aws.expressions).region).constant_value;
  const resources = new Map<string, ConfiguredResource>();
  const modules = new Map<string, ConfiguredModule>();
  gather(fields(configuration.root_module), {}, '', { resources, modules });
  const resource = (address: string) => {
    const { module, resource: name } = parseAddress(address);
    return resources.get(`${withoutKeys(module)}/${name}`);
  };
  return {
    region: typeof region === 'string' ? region : '',
    resource,
    module: (instance) => modules.get(withoutKeys(instance)),
    sets: (address, attribute) => resource(address)?.expressions[attribute] !== undefined,
  };
}

interface Gathered {
  resources: Map<string, ConfiguredResource>;
  modules: Map<string, ConfiguredModule>;
}

function gather(module: Dict, call: Dict, path: string, into: Gathered, depth = 0): void {
  if (depth > DEEPEST) return;
  for (const resource of Array.isArray(module.resources) ? module.resources : []) {
    const { address, expressions, for_each_expression: forEach } = fields(resource);
    if (typeof address !== 'string') continue;
    into.resources.set(`${path}/${address}`, { expressions: fields(expressions), forEach: fields(forEach) });
  }
  into.modules.set(path, {
    outputs: Object.fromEntries(
      Object.entries(fields(module.outputs)).map(([name, output]) => [
        name,
        fields(fields(output).expression),
      ]),
    ),
    inputs: fields(call.expressions),
    forEach: fields(call.for_each_expression),
    isRepeated: isDict(call.for_each_expression) || isDict(call.count_expression),
  });
  for (const [name, child] of Object.entries(fields(module.module_calls))) {
    const { module: called, ...rest } = fields(child);
    gather(fields(called), rest, childModule(path, name), into, depth + 1);
  }
}

function fields(value: unknown): Dict {
  return isDict(value) ? value : {};
}
