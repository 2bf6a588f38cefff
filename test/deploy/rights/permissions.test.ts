// Covers src/aws/iam-action.ts, src/deploy/rights/*.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { iamAction } from '../../../src/aws/iam-action.ts';
import { OPERATOR_RIGHTS } from '../../../src/deploy/rights/operator-rights.ts';
import { ENFORCE_RIGHTS, HANDLER_RIGHTS } from '../../../src/deploy/rights/permissions.ts';
import { permissionsPage } from './permissions-page.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Lambda itself makes these calls with the function's role. None of our code calls them. */
const BY_LAMBDA = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'];

/** IAM actions of every operation in a gateway file: `PutRuleCommand` in events.ts. */
function gatewayActions(folder: string): Map<string, string> {
  const actions = new Map<string, string>();
  for (const file of readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(join(ROOT, folder, file), 'utf8');
    const service = source.match(/gateway\(\s*'([a-z0-9]+)'/)?.[1];
    if (service === undefined) continue;
    for (const [, method, operation] of source.matchAll(/\b(\w+): (\w+)Command\b/g)) {
      actions.set(`${service}.${method}`, iamAction(service, operation!));
    }
  }
  return actions;
}

function sourcesIn(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
    )
    .join('\n');
}

/**
 * Actions with a gateway method that is called on its service's name: `iam.getRole(`, `(await
 * host.aws.iam()).getRole(`.
 */
function calledIn(gateways: Map<string, string>, source: string): Set<string> {
  const called = new Set<string>();
  for (const [name, action] of gateways) {
    const [service, method] = name.split('.');
    const variable = new RegExp(`\\b${service}\\b(?:\\(\\)\\))?\\s*\\.${method}\\(`, 'i');
    const passed = new RegExp(`\\bclient\\.${method}\\(`);
    if (variable.test(source) || passed.test(source)) called.add(action);
  }
  return called;
}

const sorted = (items: Iterable<string>) => [...new Set(items)].sort();

describe('the handler', () => {
  it('is granted exactly what its code calls and what Lambda does for it', () => {
    const called = [...gatewayActions('src/aws/monitor').values()];
    const granted = [...HANDLER_RIGHTS, ...ENFORCE_RIGHTS].map(({ action }) => action);
    expect(sorted(granted)).toEqual(sorted([...called, ...BY_LAMBDA]));
  });

  it('calls every operation of its gateways', () => {
    const gateways = gatewayActions('src/aws/monitor');
    const source = sourcesIn('handler');
    const idle = [...gateways.keys()].filter((name) => !source.includes(`.${name.split('.')[1]}(`));
    expect(idle).toEqual([]);
  });

  it('is not allowed to create log groups, so that a late write cannot recreate one after teardown', () => {
    expect(HANDLER_RIGHTS.map(({ action }) => action)).not.toContain('logs:CreateLogGroup');
  });
});

describe('the operator', () => {
  it('is granted exactly what the commands call', () => {
    const source = sourcesIn(
      'src/deploy',
      'src/scopes',
      'src/trigger',
      'src/follow',
      'src/audit',
      'src/history',
    );
    const called = calledIn(gatewayActions('src/aws/services'), source);
    const granted = OPERATOR_RIGHTS.filter(({ within }) => within === undefined).map(({ action }) => action);
    // Called through a gateway that is passed on: by `history verify`, and to enter accounts.
    const passedOn = ['cloudtrail:ListPublicKeys', 'sts:AssumeRole'];
    expect(sorted([...called, ...passedOn])).toEqual(sorted(granted));
  });
});

it('matches docs/permissions.md', () => {
  const path = join(ROOT, 'docs/permissions.md');
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, permissionsPage());
  expect(readFileSync(path, 'utf8')).toBe(permissionsPage());
});
