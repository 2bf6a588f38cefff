import type { Look } from './look.ts';
import { safeJson } from './safe-json.ts';

/** Converts a report to text that ends with a newline. Must be a pure function. */
// biome-ignore lint/suspicious/noExplicitAny: each renderer knows its own report's type
export type Renderer = (report: any, look: Look) => string;

/** Creates the function that converts one item of a stream to text; it can keep state between items. */
// biome-ignore lint/suspicious/noExplicitAny: each renderer knows its own items' type
export type StreamRenderer = (look: Look, settings: Record<string, unknown>) => (item: any) => string;

/** The renderers by report schema and format, imported on first use. `json` is the same for all reports and is not listed. */
const RENDERERS: Record<string, Record<string, () => Promise<Renderer>>> = {
  'secgroup-monitor/install/1': {
    pretty: async () => (await import('./deploy-pretty.ts')).installPretty,
  },
  'secgroup-monitor/teardown/1': {
    pretty: async () => (await import('./deploy-pretty.ts')).teardownPretty,
  },
  'secgroup-monitor/status/1': {
    pretty: async () => (await import('./deploy-pretty.ts')).statusPretty,
  },
  'secgroup-monitor/redrive/1': {
    pretty: async () => (await import('./deploy-pretty.ts')).redrivePretty,
  },
  'secgroup-monitor/regions/1': {
    pretty: async () => (await import('./deploy-pretty.ts')).regionsPretty,
  },
  'secgroup-monitor/test-trigger/1': {
    pretty: async () => (await import('./test-trigger-pretty.ts')).testTriggerPretty,
  },
  'secgroup-monitor/audit/1': {
    pretty: async () => (await import('./audit/pretty.ts')).auditPretty,
    csv: async () => (await import('./audit/csv.ts')).auditCsv,
    sarif: async () => (await import('./audit/sarif.ts')).auditSarif,
    ocsf: async () => (await import('./audit/ocsf.ts')).auditOcsf,
    asff: async () => (await import('./audit/asff.ts')).auditAsff,
    html: async () => (await import('./audit/html/document.ts')).auditHtml,
    markdown: async () => (await import('./audit/markdown.ts')).auditMarkdown,
  },
  'secgroup-monitor/baseline-text/1': {
    pretty: async () => (await import('./baseline/yaml.ts')).baselineYaml,
  },
  'secgroup-monitor/baseline-check/1': {
    pretty: async () => (await import('./baseline/pretty.ts')).baselineCheckPretty,
  },
  'secgroup-monitor/baseline-diff/1': {
    pretty: async () => (await import('./baseline/pretty.ts')).baselineDiffPretty,
  },
  'secgroup-monitor/baseline-accept/1': {
    pretty: async () => (await import('./baseline/pretty.ts')).baselineAcceptPretty,
  },
  'secgroup-monitor/baseline-schema/1': {
    pretty: async () => (await import('./baseline/pretty.ts')).baselineSchemaPretty,
  },
  'secgroup-monitor/history-verify/1': {
    pretty: async () => (await import('./history/verify-pretty.ts')).historyVerifyPretty,
  },
  'secgroup-monitor/rehearsal/1': {
    pretty: async () => (await import('./history/rehearsal-pretty.ts')).rehearsalPretty,
  },
  'secgroup-monitor/completion/1': {
    pretty: async () => (await import('./completion-pretty.ts')).completionPretty,
  },
};

const STREAM_RENDERERS: Record<string, Record<string, () => Promise<StreamRenderer>>> = {
  'secgroup-monitor/change/1': {
    pretty: async () => (await import('./history/pretty.ts')).historyPretty,
    json: async () => (await import('./history/json.ts')).historyJson,
  },
  'secgroup-monitor/log-item/1': {
    pretty: async () => (await import('./logs/pretty.ts')).logsPretty,
    json: async () => (await import('./logs/json.ts')).logsJson,
    raw: async () => (await import('./logs/raw.ts')).logsRaw,
  },
  'secgroup-monitor/demo/1': {
    pretty: async () => (await import('./demo-pretty.ts')).demoPretty,
    json: itemsAsJson,
  },
  'secgroup-monitor/sandbox/1': {
    pretty: async () => (await import('./sandbox-pretty.ts')).sandboxPretty,
    json: itemsAsJson,
  },
};

/** One JSON object per line. */
async function itemsAsJson(): Promise<StreamRenderer> {
  return () => (item) => `${safeJson(item)}\n`;
}

export async function render(report: { schema: string }, format: string, look: Look): Promise<string> {
  if (format === 'json') return `${safeJson(report, 2)}\n`;
  const load = RENDERERS[report.schema]?.[format];
  if (!load) throw new Error(`no renderer for ${report.schema} as ${format}`);
  return (await load())(report, look);
}

export async function renderStream(
  schema: string,
  format: string,
  look: Look,
  settings: Record<string, unknown>,
): Promise<(item: unknown) => string> {
  const load = STREAM_RENDERERS[schema]?.[format];
  if (!load) throw new Error(`no renderer for ${schema} as ${format}`);
  return (await load())(look, settings);
}
