import { accountAliases } from '../../audit/account-alias.ts';
import type { AuditWork } from '../../audit/audit.ts';
import { joinFiles, readGroupFile, scopeOfFile } from '../../audit/file-source.ts';
import type { ScopeSource } from '../../audit/group-source.ts';
import { liveSource } from '../../audit/live-source.ts';
import { type PlanDocument, type PlanGroups, planGroups, readPlans } from '../../audit/plan/plan-source.ts';
import { type NamedBytes, readTemplates } from '../../audit/template/template-source.ts';
import type { Aws } from '../../aws/aws.ts';
import type { PreparedBaseline } from '../../core/baseline/prepared-baseline.ts';
import { decodeText } from '../../core/decode-text.ts';
import { usageError } from '../../core/errors.ts';
import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { say } from '../../core/words/say.ts';
import type { CommonOptions, Context } from '../../host/context.ts';
import { accountsOfIds } from '../../scopes/accounts.ts';
import { isUnopened, type OpenScope, openScopes } from '../../scopes/open-scopes.ts';
import { parseRegions, type RegionChoice } from '../../scopes/parse-regions.ts';
import { inputName, readInput } from '../options/read-input.ts';

/** The source of the groups. */
export type AuditPlace =
  | { kind: 'files'; files: string[] }
  | {
      kind: 'plan';
      files: string[];
      /** Judge only groups that the plan changes. */
      changedOnly: boolean;
    }
  | {
      kind: 'template';
      files: string[];
      /** The file with the values of the templates' parameters. */
      parameters: string | undefined;
    }
  | {
      kind: 'live';
      regions: RegionChoice;
      /** Ids, or a file that contains them. */
      accounts: string | undefined;
      roleName: string | undefined;
      who: boolean;
    };

export interface AuditPlaceFlags {
  from?: string[];
  plan?: string[];
  changedOnly?: boolean;
  template?: string[];
  parameters?: string;
  regions?: string;
  accounts?: string;
  roleName?: string;
  who?: boolean;
}

/** @throws AppError kind usage if options can't be used together. */
export function parsePlace(flags: AuditPlaceFlags): AuditPlace {
  const live = (['regions', 'accounts', 'roleName', 'who'] as const).filter(
    (flag) => flags[flag] !== undefined,
  );
  const offline = (['from', 'plan', 'template'] as const).filter((flag) => flags[flag] !== undefined);
  if (offline.length > 1 || (offline.length > 0 && live.length > 0)) {
    const names = [...offline, ...live].map((flag) => (flag === 'roleName' ? '--role-name' : `--${flag}`));
    throw usageError(
      'flags-exclude-each-other',
      say`${names.join(', ')} cannot be used together.`,
      say`Read the groups from files (--from), a plan (--plan), a template (--template) or AWS; use only one of these.`,
    );
  }
  if (flags.changedOnly === true && flags.plan === undefined) {
    throw usageError(
      'changed-only-needs-a-plan',
      say`--changed-only needs --plan.`,
      say`Only a plan shows what changes.`,
    );
  }
  if (flags.parameters !== undefined && flags.template === undefined) {
    throw usageError('parameters-need-a-template', say`--parameters needs --template.`);
  }
  if (flags.template !== undefined) {
    return { kind: 'template', files: flags.template, parameters: flags.parameters };
  }
  if (flags.from !== undefined) return { kind: 'files', files: flags.from };
  if (flags.plan !== undefined)
    return { kind: 'plan', files: flags.plan, changedOnly: flags.changedOnly === true };
  if ((flags.accounts === undefined) !== (flags.roleName === undefined)) {
    throw usageError(
      'accounts-need-a-role',
      say`--accounts and --role-name must be used together.`,
      say`Use --accounts for the accounts, and --role-name for the role to assume in each.`,
    );
  }
  if (flags.roleName !== undefined && !/^[\w+=,.@/-]{1,512}$/.test(flags.roleName)) {
    throw usageError('bad-role-name', say`"${flags.roleName}" is not the name of an IAM role.`);
  }
  return {
    kind: 'live',
    regions: parseRegions(flags.regions),
    accounts: flags.accounts,
    roleName: flags.roleName?.replace(/^\//, ''),
    who: flags.who === true,
  };
}

type PlaceContext = Pick<Context, 'aws' | 'files' | 'readStdin' | 'sleep' | 'signal'>;

/** Opens the sources; `baselineIn` reads the baseline of each account and Region. @throws AppError kind usage for files that are unreadable or invalid. */
export async function openPlace(
  place: AuditPlace,
  common: CommonOptions,
  ctx: PlaceContext,
  baselineIn?: (aws: Aws) => Promise<PreparedBaseline>,
): Promise<Pick<AuditWork, 'source' | 'scopes' | 'unknown'>> {
  if (place.kind === 'files') return { source: 'files', scopes: await fileScopes(place.files, ctx) };
  if (place.kind === 'plan') {
    const documents = (await readAll(place.files, ctx)).flatMap(({ bytes, name }) => readPlans(bytes, name));
    return { source: 'plan', ...documentScopes(documents, place.changedOnly) };
  }
  if (place.kind === 'template') {
    const [parameters] = place.parameters === undefined ? [] : await readAll([place.parameters], ctx);
    const documents = readTemplates(await readAll(place.files, ctx), parameters);
    return { source: 'template', ...documentScopes(documents, false) };
  }
  const { regions, roleName, who } = place;
  const accounts = place.accounts === undefined ? [] : await readAccounts(place.accounts, ctx);
  const opened = await openScopes(await accountsOfIds(accounts, roleName, common, ctx), regions, ctx.signal);
  const aliases =
    common.format === 'html'
      ? await accountAliases(opened.filter((scope): scope is OpenScope => !isUnopened(scope)))
      : undefined;
  const { signal } = ctx;
  const sleep = (ms: number) => ctx.sleep(ms, signal);
  const scopes = opened.map((scope) =>
    isUnopened(scope)
      ? scope
      : liveSource({
          ...scope,
          who,
          alias: aliases?.get(scope.account),
          sleep,
          signal,
          baseline: baselineIn && (() => baselineIn(scope.aws)),
        }),
  );
  return { source: 'live', scopes };
}

/** Reads groups from several files. Entries of prefix lists and ids of rules apply to all files. */
async function fileScopes(
  files: readonly string[],
  ctx: Pick<Context, 'files' | 'readStdin'>,
): Promise<ScopeSource[]> {
  const read = [];
  for (const path of files) {
    const name = inputName(path);
    read.push({ name, file: readGroupFile(await readInput(path, ctx), name) });
  }
  joinFiles(read.map(({ file }) => file));
  const lists: PrefixLists = new Map(read.flatMap(({ file }) => [...file.lists]));
  return read.map(({ name, file }) => fixedSource(scopeOfFile(file, name), file.groups, lists));
}

async function readAll(
  files: readonly string[],
  ctx: Pick<Context, 'files' | 'readStdin'>,
): Promise<NamedBytes[]> {
  const read = [];
  for (const path of files) read.push({ name: inputName(path), bytes: await readInput(path, ctx) });
  return read;
}

/** Reads several plans or templates together: one may have the rules of another's groups. */
function documentScopes(
  documents: readonly PlanDocument[],
  changedOnly: boolean,
): Pick<AuditWork, 'scopes' | 'unknown'> {
  const { plans, lists } = planGroups(documents);
  const isJudged = (group: SecurityGroup, { changed }: PlanGroups) => !changedOnly || changed.has(group);
  const names = [...new Set(documents.map(({ file }) => file))];
  return {
    scopes: names.map((name) => {
      const own = plans.filter(({ document }) => document.file === name);
      const groups = own.flatMap((plan) => plan.groups.filter((group) => isJudged(group, plan)));
      const notes = own.flatMap((plan) => plan.notes);
      return fixedSource({ ...scopeOfFile({ groups, isPartial: false }, name), notes }, groups, lists);
    }),
    unknown: plans.flatMap((plan) =>
      plan.unknown
        .filter(({ owner }) => owner === undefined || isJudged(owner, plan))
        .map((one) =>
          plans.length === 1 ? one : { ...one, unknown: { ...one.unknown, file: plan.document.name } },
        ),
    ),
  };
}

function fixedSource(scope: ScopeSource['scope'], groups: SecurityGroup[], lists: PrefixLists): ScopeSource {
  return {
    scope,
    async *pages() {
      yield groups;
    },
    lists: async () => lists,
    // `describe-prefix-lists` prints only the lists of AWS services.
    ownLists: async () => new Set(),
  };
}

/** Reads ids separated by commas, or a file with one id per line or the JSON of `aws organizations list-accounts`. */
async function readAccounts(text: string, ctx: Pick<Context, 'files' | 'readStdin'>): Promise<string[]> {
  const isList = /^[\d,\s]+$/.test(text);
  const content = isList ? text : decodeText(await readInput(text, ctx), inputName(text));
  const withoutComments = content.replace(/#.*$/gm, '');
  const ids = content.trimStart().startsWith('{')
    ? [...content.matchAll(/"Id"\s*:\s*"(\d{12})"/g)].map((match) => match[1]!)
    : withoutComments.split(/[\s,"[\]]+/).filter((word) => word !== '');
  const bad = ids.find((id) => !/^\d{12}$/.test(id));
  if (bad === undefined && ids.length > 0) return [...new Set(ids)];
  throw usageError(
    'bad-accounts',
    bad === undefined
      ? say`${text} contains no account id.`
      : say`"${bad.slice(0, 40)}" is not an account id.`,
    say`Use 12-digit ids separated by commas, or a file with one id per line.`,
  );
}
