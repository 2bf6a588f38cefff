import type { SandboxWorld } from '../service.ts';
import { memberOf, parseJsonObject } from '../values/json.ts';
import { refresh } from './evaluate.ts';
import { addPoint, cloudwatchState, type MetricName } from './state.ts';

/** Records a value, and evaluates the alarms of its account and Region. */
export function record(
  world: SandboxWorld,
  place: { account: string; region: string },
  metric: MetricName,
  value: number,
  at = world.now(),
): void {
  const state = cloudwatchState(world, place.account, place.region);
  addPoint(state, metric, value, at);
  if (state.alarms.size === 0) return;
  world.after(0, () => {
    for (const alarm of state.alarms.values()) refresh(world, state, alarm, place);
  });
}

/** Extracts the metrics of a log line. Source: CloudWatch user guide, "Embedded metric format specification". */
export function recordEmbedded(
  world: SandboxWorld,
  place: { account: string; region: string },
  line: string,
): void {
  if (!line.includes('"_aws"')) return;
  const root = parseJsonObject(line);
  const embedded = memberOf(root, '_aws');
  if (root === undefined) return;
  const at = Number(memberOf(embedded, 'Timestamp'));
  for (const directive of listOf(memberOf(embedded, 'CloudWatchMetrics'))) {
    const namespace = String(memberOf(directive, 'Namespace'));
    for (const keys of listOf(memberOf(directive, 'Dimensions'))) {
      const dimensions = Object.fromEntries(
        listOf(keys).map((key) => [String(key), String(root[String(key)])]),
      );
      for (const definition of listOf(memberOf(directive, 'Metrics'))) {
        const name = String(memberOf(definition, 'Name'));
        record(world, place, { namespace, name, dimensions }, Number(root[name]), at);
      }
    }
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
