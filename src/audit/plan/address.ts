/** One step of a Terraform address or reference: `web["a"]` is the name `web` with the key `["a"]`. */
export interface Step {
  name: string;
  key?: string | undefined;
}

/** The parts of an address such as `module.a["x"].aws_security_group.web[0]`. */
export interface ResourceAddress {
  /** The module instance: `module.a["x"]`; empty for the root module. */
  module: string;
  /** Type and name without the instance's key: `aws_security_group.web`. */
  resource: string;
  /** `[0]`, `["a"]`; undefined for a resource without count or for_each. */
  key: string | undefined;
}

const STEP = /([^.[\]]+)((?:\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])*)(?:\.|$)/y;

/** Returns the steps of an address; of an invalid one, those before the first fault. */
export function stepsOf(address: string): Step[] {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  for (let step = STEP.exec(address); step !== null; step = STEP.exec(address)) {
    const [, name = '', key = ''] = step;
    steps.push({ name, ...(key === '' ? {} : { key }) });
    if (STEP.lastIndex >= address.length) break;
  }
  return steps;
}

export function parseAddress(address: string): ResourceAddress {
  const steps = stepsOf(address);
  let at = 0;
  while (steps[at]?.name === 'module' && at + 1 < steps.length) at += 2;
  const [type, named] = steps[at]?.name === 'data' ? steps.slice(at + 1) : steps.slice(at);
  const prefix = steps[at]?.name === 'data' ? 'data.' : '';
  return {
    module: textOf(steps.slice(0, at)),
    resource: `${prefix}${type?.name ?? ''}.${named?.name ?? ''}`,
    key: named?.key,
  };
}

/** Returns a module instance in another: `module.a` with `b`, `["x"]` gives `module.a.module.b["x"]`. */
export function childModule(module: string, name: string, key = ''): string {
  return `${module === '' ? '' : `${module}.`}module.${name}${key}`;
}

/** Returns the address without the keys of its modules, as the configuration has it. */
export function withoutKeys(module: string): string {
  return textOf(stepsOf(module).map(({ name }) => ({ name })));
}

/** Returns the parent of a module instance, and the step from it; undefined for the root module. */
export function moduleParent(
  module: string,
): { parent: string; name: string; key?: string | undefined } | undefined {
  const steps = stepsOf(module);
  const last = steps.pop();
  if (last === undefined) return undefined;
  steps.pop();
  return { parent: textOf(steps), ...last };
}

function textOf(steps: readonly Step[]): string {
  return steps.map(({ name, key = '' }) => `${name}${key}`).join('.');
}
