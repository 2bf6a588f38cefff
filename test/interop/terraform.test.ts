import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import type { AuditReport } from '../../src/reports/audit.ts';
import { run } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { terraform } from './terraform-tools.ts';

const tool = await terraform(inject('tools')?.python);
const sandbox = await testSandbox();
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  await sandbox[Symbol.asyncDispose]();
});

const PROVIDER = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "111122223333"
  secret_key                  = "${sandbox.secret}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    ec2 = "${sandbox.url}"
    sts = "${sandbox.url}"
  }
}
`;

const rule = (name: string, group: string, port: number, rest: string, cidr = '"0.0.0.0/0"') => `
resource "aws_security_group_rule" "${name}" {
  ${rest}
  security_group_id = ${group}
  type              = "ingress"
  from_port         = ${port}
  to_port           = ${port}
  protocol          = "tcp"
  cidr_blocks       = [${cidr}]
}
`;

interface Project {
  write(name: string, text: string): void;
  terraform(...argv: string[]): Promise<string>;
  audit(): Promise<{ code: number; found: string[]; unknown: string[] }>;
}

async function project(): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  folders.push(folder);
  const own = (...argv: string[]) => tool!.run(folder, ...argv);
  writeFileSync(join(folder, 'provider.tf'), PROVIDER);
  await own('init', '-no-color');
  return {
    write(name, text) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    terraform: own,
    async audit() {
      await own('plan', '-no-color', '-out', 'plan.out');
      // This build cannot show a state.
      const json = await own('show', '-json', 'plan.out');
      const { code, stdout } = await run(['audit', '--plan', 'plan.json', '--format', 'json'], {
        files: new Map([['plan.json', json]]),
      });
      const report: AuditReport = JSON.parse(stdout);
      return {
        code,
        found: report.findings
          .map(({ address, unexpected }) => `${address} ${unexpected.map((one) => one.rule)}`)
          .sort(),
        unknown: report.unknown.map(({ address, attribute }) => `${address}.${attribute}`).sort(),
      };
    },
  };
}

/** Each run of Terraform starts its provider, which takes seconds on a busy machine. */
const TIMEOUT_MS = 900_000;

describe.skipIf(tool === undefined)('a plan of real Terraform and its AWS provider', () => {
  it('links rules to groups through modules, for_each, one() and try()', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { write, terraform: own, audit } = await project();
    write(
      'sg/main.tf',
      'variable "name" {}\nresource "aws_security_group" "this" { name = var.name }\noutput "id" { value = aws_security_group.this.id }\n',
    );
    write(
      'rules/main.tf',
      `variable "sg" {}\nlocals { sg = var.sg }\n${rule('by_variable', 'var.sg', 22, '')}${rule('by_local', 'local.sg', 23, '')}`,
    );
    write(
      'main.tf',
      `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_security_group" "bare" { name = "bare" }
resource "aws_security_group" "one" {
  count = 1
  name  = "one"
}
resource "aws_security_group" "each" {
  for_each = toset(["a", "b"])
  name     = each.key
}
resource "aws_security_group" "dynamic" {
  name = "dynamic"
  dynamic "ingress" {
    for_each = toset(split(",", aws_vpc.main.id))
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
resource "aws_ec2_managed_prefix_list" "all" {
  name           = "all"
  address_family = "IPv4"
  max_entries    = 2
  entry {
    cidr = "0.0.0.0/0"
  }
}
resource "aws_security_group_rule" "list" {
  security_group_id = aws_security_group.bare.id
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  prefix_list_ids   = [aws_ec2_managed_prefix_list.all.id]
}
module "net" {
  source   = "./sg"
  for_each = toset(["x", "y"])
  name     = each.key
}
module "rules" {
  source = "./rules"
  sg     = module.net["x"].id
}
${rule('one', 'one(aws_security_group.one[*].id)', 22, '')}
${rule('try', 'try(aws_security_group.one[0].id, "none")', 23, '')}
${rule('each', 'each.value.id', 22, 'for_each = aws_security_group.each')}
${rule('module', 'module.net[each.key].id', 22, 'for_each = toset(["y"])')}
`,
    );
    await own('init', '-no-color');
    expect(await audit()).toEqual({
      code: 1,
      found: [
        'aws_security_group.bare tcp 22 from 0.0.0.0/0',
        'aws_security_group.each["a"] tcp 22 from 0.0.0.0/0',
        'aws_security_group.each["b"] tcp 22 from 0.0.0.0/0',
        'aws_security_group.one[0] tcp 22-23 from 0.0.0.0/0',
        'module.net["x"].aws_security_group.this tcp 22 from 0.0.0.0/0',
        'module.net["y"].aws_security_group.this tcp 22 from 0.0.0.0/0',
        'module.rules.aws_security_group_rule.by_local tcp 23 from 0.0.0.0/0',
      ],
      unknown: [
        ...['cidr_blocks', 'from_port', 'protocol', 'to_port'].map(
          (attribute) => `aws_security_group.dynamic.ingress[0].${attribute}`,
        ),
        'module.rules.aws_security_group_rule.by_local.security_group_id',
      ],
    });
  });

  it('closes what it replaces, deletes or makes inline, and nothing else', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { write, terraform: own, audit } = await project();
    const group = 'resource "aws_security_group" "web" { name = "web" }\n';
    const id = 'aws_security_group.web.id';
    write('main.tf', group + rule('ssh', id, 22, '') + rule('web', id, 443, ''));
    await own('apply', '-no-color', '-auto-approve');
    const open = { code: 1, found: ['aws_security_group.web tcp 22 from 0.0.0.0/0'], unknown: [] };
    const closed = { code: 0, found: [], unknown: [] };
    expect(await audit()).toEqual(open);
    write('main.tf', group + rule('ssh', id, 22, '', '"10.0.0.0/8"') + rule('web', id, 443, ''));
    expect(await audit()).toEqual(closed);
    write('main.tf', group + rule('web', id, 443, ''));
    expect(await audit()).toEqual(closed);
    write('main.tf', group.replace('"web" }', '"app" }') + rule('ssh', id, 22, ''));
    expect(await audit()).toEqual(open);
    write('main.tf', 'resource "aws_security_group" "web" {\n  name = "web"\n  ingress = []\n}\n');
    expect(await audit()).toEqual(closed);
  });
});
