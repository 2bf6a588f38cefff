// Covers src/render/audit/html/*.ts.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditHtml } from '../../../../src/render/audit/html/document.ts';
import { dataBlock, html } from '../../../../src/render/audit/html/markup.ts';
import { sha256Hex } from '../../../../src/render/sha256.ts';
import type { AuditReport } from '../../../../src/reports/audit.ts';
import { fixtureReport, HOSTILE } from '../held.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const between = (text: string, from: string, to: string) => text.split(from)[1]!.split(to)[0]!;

describe('audit as HTML', () => {
  const report = fixtureReport();
  const page = auditHtml(report);

  it('allows only its own style and its own script, by their hashes', () => {
    const policy = between(page, 'http-equiv="Content-Security-Policy" content="', '"').replaceAll(
      '&#39;',
      "'",
    );
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${sha256(between(page, '<style>', '</style>'))}'`,
      `script-src 'sha256-${sha256(between(page, '<script>', '</script>'))}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<[^>]*\s(style|on[a-z]+|src|srcset|href="(?!#))=/i);
  });

  it('is the same for the same report, and has the same code for every report', () => {
    expect(auditHtml(fixtureReport())).toBe(page);
    const other = auditHtml({ ...report, findings: [], groups: [], changes: undefined });
    const code = (text: string) => between(text, 'Content-Security-Policy" content="', '"');
    expect(code(other)).toBe(code(page));
  });

  it('shows hostile names only as text', () => {
    expect(report.groups.some(({ name }) => name === HOSTILE)).toBe(true);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;\\u202e&quot;&#39;&amp;&lt;/script&gt;');
  });

  it.each<[string, Partial<AuditReport>, string]>([
    [
      'no findings',
      { findings: [], summary: { ...report.summary, inLine: report.summary.groups, drifting: 0 } },
      'Every judged group matches the baseline.',
    ],
    [
      'no groups',
      { findings: [], groups: [], summary: { ...report.summary, groups: 0, drifting: 0 } },
      'Nothing was judged.',
    ],
    [
      'values that are known only after apply',
      {
        source: 'plan',
        unknown: [
          { address: 'aws_security_group.web', attribute: 'ingress[0].cidr_blocks', reason: 'after-apply' },
        ],
      },
      'aws_security_group.web: ingress[0].cidr_blocks: known only after apply',
    ],
    ['no changes', { changes: undefined }, 'The newest recorded change of each group that has findings.'],
  ])('has a sentence for %s', (_, parts, sentence) => {
    expect(auditHtml({ ...report, ...parts })).toContain(sentence);
  });

  it('counts new, fixed and unchanged findings', () => {
    const [first, second] = report.findings;
    const compared = auditHtml({
      ...report,
      findings: [{ ...second!, status: 'new' }],
      against: { time: '2026-11-01T00:00:00Z', baseline: 'x', new: 1, unchanged: 0, fixed: [first!] },
    });
    expect(compared).toContain('<dt>New</dt><dd>1</dd><dd class="small">since 1 November 2026</dd>');
    expect(compared).toContain('Fixed since 1 November 2026 (1)');
  });
});

describe('markup', () => {
  it('keeps every text inside its element or attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = html`${text}`.text;
        expect(inside).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it('keeps every text inside its data block, unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const block = dataBlock([text, '</script><script>']).text;
        const json = block.slice('<script type="application/json">'.length, -'</script>'.length);
        expect(json).not.toMatch(/[<>\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual([text, '</script><script>']);
      }),
    );
  });
});

it('hashes as node:crypto does', () => {
  const lengths = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), lengths, (text, length) => {
      const long = text + 'é'.repeat(length);
      expect(sha256Hex(long)).toBe(createHash('sha256').update(long).digest('hex'));
    }),
  );
});
