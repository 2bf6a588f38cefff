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

  it('leads with the ports that are open to the internet, unless the baseline allows them', () => {
    const [group] = report.groups;
    const open = (name: string, judgement: 'finding' | 'allowed') => ({
      ...group!,
      exposure: [
        { name, kind: 'administrative' as const, ports: 'tcp 22', reach: 'anywhere' as const, judgement },
      ],
    });
    const lead = (groups: AuditReport['groups']) =>
      between(auditHtml({ ...report, groups }), '<p class="sentence">', '</p>').replace(/<[^>]*>/g, '');
    expect(lead([open('SSH', 'finding'), open('SSH', 'finding'), open('RDP', 'finding')])).toBe(
      'SSH and RDP are open to the internet in 3 security groups.',
    );
    expect(lead([open('SSH', 'allowed')])).toContain('differ from the baseline.');
  });

  it('lists the three groups to fix first, those that strangers reach before the others', () => {
    const [finding] = report.findings;
    const of = (id: string, publicAddresses: string[]) => ({
      ...finding!,
      severity: 'critical' as const,
      group: { ...finding!.group!, id, name: id },
      context: { attached: true, attachments: [], attachmentCount: 0, publicAddresses },
    });
    const findings = [of('a', []), of('b', []), of('c', ['203.0.113.9']), of('b', []), of('d', [])];
    const first = between(auditHtml({ ...report, findings }), '<ol class="first">', '</ol>');
    expect([...first.matchAll(/class="name">([^<]*)</g)].map(([, name]) => name)).toEqual(['c', 'b', 'a']);
    expect(first).toContain('reachable at 203.0.113.9');
  });

  it('links to the console only for real groups of real Regions', () => {
    const [finding] = report.findings;
    const links = (region: string, id: string) => {
      const one = { ...finding!, region, group: { ...finding!.group!, id } };
      const text = auditHtml({ ...report, findings: [one], groups: [] });
      return [...text.matchAll(/href="(https[^"]*)"/g)].map(([, link]) => link);
    };
    const id = 'sg-0123456789abcdef0';
    expect(links('eu-west-1', id)).toEqual([
      `https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=${id}`,
    ]);
    expect(links('cn-north-1', id)[0]).toContain('https://cn-north-1.console.amazonaws.cn/');
    expect(links('us-gov-west-1', id)[0]).toContain('.console.amazonaws-us-gov.com/');
    expect(links('evil.example/#eu-west-1', id)).toEqual([]);
    expect(links('eu-west-1', 'aws_security_group.web')).toEqual([]);
    expect(links('eu-west-1', 'sg-1"><script>')).toEqual([]);
  });

  it('shows blanks in names, all of a long name, the title and the alias of the account', () => {
    const [finding] = report.findings;
    const named = (name: string) => ({ ...finding!, group: { ...finding!.group!, name } });
    const long = 'n'.repeat(255);
    const text = auditHtml({
      ...report,
      title: 'Edge <review>',
      scopes: [{ ...report.scopes[0]!, account: '111122223333', alias: 'acme-prod' }],
      findings: [named('  '), named('cache '), named(long)],
    });
    expect(text).toContain('<h1>Edge &lt;review&gt;</h1>');
    expect(text).toContain('<title>Edge &lt;review&gt;, ');
    expect(text).toContain('<p class="meta">acme-prod · 111122223333 · ');
    expect(text).toContain('>␣␣</span>');
    expect(text).toContain('>cache␣</span>');
    expect(text).toContain(`<dd data-slot="name">${long}</dd>`);
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
