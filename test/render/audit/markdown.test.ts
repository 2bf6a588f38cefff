import { describe, expect, it } from 'vitest';
import { auditMarkdown } from '../../../src/render/audit/markdown.ts';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { fixtureReport } from './held.ts';

const report = fixtureReport();
const [finding] = report.findings;

describe('audit --format markdown', () => {
  const withName = (name: string): AuditReport => ({
    ...report,
    findings: [{ ...finding!, group: { id: 'sg-0aaa', name } }],
  });

  it.each([
    ['a cell of a table', 'a|b\n|c'],
    ['a link', '[x](http://203.0.113.1)'],
    ['an image', '![x](y)'],
    ['a mention', '@team'],
    ['a reference to an issue', '#1'],
    ['a tag', '<details>'],
    ['code', '`x`'],
    ['an address', 'http://203.0.113.1 and www.example.com'],
    ['a formula', '$x$'],
  ])('keeps a name from being %s', (_, name) => {
    const rows = auditMarkdown(withName(name)).split('\n');
    const row = rows.find((line) => line.includes('sg-0aaa'))!;
    const cell = row.split(' | ')[1]!;
    expect(cell.replaceAll(/&#\d+;/g, '')).not.toMatch(/[|[\]@#`$!]|<(?!\/?code>)|:\/\/|www\./);
    expect(row.split(' | ')).toHaveLength(4);
  });

  it('reports that there are no findings', () => {
    const none = { ...report.summary, severities: { critical: 0, high: 0, medium: 0, low: 0, info: 0 } };
    expect(auditMarkdown({ ...report, findings: [], summary: none })).toMatch(
      /^### Security groups: no findings\n/,
    );
  });

  it('shows a hundred rows and counts the rest', () => {
    const findings = Array.from({ length: 250 }, () => finding!);
    const text = auditMarkdown({ ...report, findings });
    expect(text.match(/^\| /gm)).toHaveLength(102);
    expect(text).toContain('150 more findings are not shown.');
  });

  it('shows the address and line in a template, unknown values and changes', () => {
    const text = auditMarkdown({
      ...report,
      findings: [{ ...finding!, file: 'stack.yaml', line: 7, address: 'Web', status: 'new' }],
      unknown: [{ address: 'Web', attribute: 'x', reason: 'unresolved', detail: 'parameter P' }],
      against: { time: '2026-11-01T00:00:00Z', baseline: 'x', new: 1, unchanged: 0, fixed: [] },
    });
    expect(text).toContain('| new |');
    expect(text).toContain('<code>Web</code> in <code>stack.yaml:7</code>');
    expect(text).toContain('- Web: x: not in the template: parameter P');
    expect(text).toContain('Since 2026-11-01T00:00:00Z: 1 new, 0 fixed, 0 unchanged.');
  });
});
