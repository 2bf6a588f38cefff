// biome-ignore lint/suspicious/noExplicitAny: a reader that trusts its generator does not check shapes
type Json = any;

/**
 * A small reader of plans that shares no code with the product. Returns what each group admits after apply, as lines
 * such as `tcp 22 from 10.0.0.0/8`, for TCP rules from IPv4 blocks in groups and rules of the AWS provider.
 * Source: Terraform's documentation of its JSON output format (resource_changes, configuration, expressions), and
 * the AWS provider's of its three resource types.
 */
export function openAfter(plan: Json): Map<string, Set<string>> {
  const changes: Json[] = (plan.resource_changes ?? []).filter((one: Json) => one.mode === 'managed');
  const open = new Map<string, Set<string>>();
  const idless = new Set<string>();
  const computed = new Set<string>();
  for (const { address, type, change } of changes) {
    if (type !== 'aws_security_group') continue;
    const isForgotten = change.actions.includes('forget');
    const value = isForgotten ? change.before : change.after;
    if (!value) continue;
    if (!value.id) idless.add(address);
    else if (JSON.stringify(change.before?.ingress) === JSON.stringify(value.ingress)) computed.add(value.id);
    open.set(value.id ?? address, new Set((value.ingress ?? []).flatMap(linesOf)));
  }
  const rules = changes.filter(({ type }) => /_rule$/.test(type));
  for (const { change } of rules) {
    if (!/delete|update/.test(change.actions.join())) continue;
    const id = change.before.security_group_id;
    if (computed.has(id)) for (const text of linesOf(change.before)) open.get(id)?.delete(text);
  }
  for (const { address, change } of rules) {
    const value = change.after ?? (change.actions.includes('forget') ? change.before : undefined);
    if (!value) continue;
    const owner =
      value.security_group_id ?? ownerOf(address, plan.configuration.root_module, idless) ?? address;
    open.set(owner, new Set([...(open.get(owner) ?? []), ...linesOf(value)]));
  }
  return open;
}

function linesOf(value: Json): string[] {
  const blocks: string[] = value.cidr_blocks ?? (value.cidr_ipv4 ? [value.cidr_ipv4] : []);
  return blocks.map((block) => `tcp ${value.from_port} from ${block}`);
}

const split = (address: string): string[] => address.match(/[^.[\]]+(?:\["[^"]*"\]|\[\d+\])*/g) ?? [];
const bare = (part: string) => part.replace(/\[.*$/, '');
const keyOf = (part: string) => part.slice(bare(part).length);

/** Returns the only group without an id that the rule's expression can refer to. */
function ownerOf(address: string, root: Json, idless: ReadonlySet<string>): string | undefined {
  const parts = split(address);
  const depth = parts[0] === 'module' ? 1 : 0;
  const call = depth === 1 ? bare(parts[1]!) : '';
  const module = depth === 1 ? root.module_calls[call].module : root;
  const own = parts.slice(depth * 2);
  const resource = module.resources.find((one: Json) => one.address === `${own[0]}.${bare(own[1]!)}`);
  const key = keyOf(own[1]!);
  let references: string[] = resource.expressions.security_group_id.references;
  let scope = depth === 1 ? parts.slice(0, 2).join('.') : '';
  if (references[0]!.startsWith('var.') && depth === 1) {
    references = root.module_calls[call].expressions[references[0]!.slice(4)].references;
    scope = '';
  }
  const isEach = references.some((one) => one.startsWith('each.'));
  if (references[0]!.startsWith('each.value')) references = resource.for_each_expression.references;
  if (references.some((one) => one.startsWith('local.'))) return undefined;
  const target = split(references[0]!);
  const isModule = target[0] === 'module';
  const candidates = [...idless].filter((group) => {
    const steps = split(group);
    if (isModule) {
      if (steps[0] !== 'module' || bare(steps[1]!) !== bare(target[1]!)) return false;
      const wanted = keyOf(target[1]!) || (isEach ? key : '');
      return wanted === '' || keyOf(steps[1]!) === wanted;
    }
    if (scope !== '' ? !group.startsWith(`${scope}.`) : steps[0] === 'module') return false;
    const [type, name] = steps.slice(-2);
    const wanted = keyOf(target[1]!) || (isEach ? key : '');
    return (
      type === target[0] && bare(name!) === bare(target[1]!) && (wanted === '' || keyOf(name!) === wanted)
    );
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}
