// The work of a deploy: checks every component first, then changes the org as the user who asked, or leaves it.

import { childNamed, typeNamed } from '../../metadata/types.ts';
import type { OrgComponent } from '../../state/components.ts';
import { deleteComponent, editComponent } from '../../state/edit.ts';
import type { Org } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import { ZipError, type ZipFile } from '../../zip/read.ts';
import { standingOf } from '../api-types.ts';
import { gather, missing, spellings } from './gather.ts';
import type { DeployOptions } from './options.ts';
import { type DeployMessage, type DeployOutcome, ofManifest } from './outcome.ts';
import { type DeployPackage, packagesOf } from './packages.ts';
import { type Edit, type Unit, unitOf } from './units.ts';

interface Removal {
  readonly component: OrgComponent;
  readonly before: boolean;
}

interface Plan {
  readonly messages: DeployMessage[];
  readonly edits: Edit[];
  readonly removals: Removal[];
}

/** Never throws for what a package holds: that is told in the outcome. */
export async function runDeploy(
  org: Org,
  asker: Person,
  files: readonly ZipFile[],
  options: DeployOptions,
): Promise<DeployOutcome> {
  const plan: Plan = { messages: [], edits: [], removals: [] };
  try {
    const { packages, failures } = packagesOf(files, options.singlePackage);
    plan.messages.push(...failures);
    for (const each of packages) await planPackage(org, each, options, plan);
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    const message = `UNKNOWN_EXCEPTION: ${cause.message}`;
    return { status: 'Failed', error: { code: 'UNKNOWN_EXCEPTION', message }, messages: [] };
  }
  const failed = plan.messages.some((each) => !each.success);
  const goes = !failed || !options.rollbackOnError;
  if (goes && !options.checkOnly) await apply(org, asker, plan);
  const status = !failed
    ? 'Succeeded'
    : goes && plan.messages.some(isComponent)
      ? 'SucceededPartial'
      : 'Failed';
  return { status, messages: plan.messages.map((each) => withId(org, each)) };
}

function isComponent(message: DeployMessage): boolean {
  return message.success && message.componentType !== '';
}

async function planPackage(org: Org, pack: DeployPackage, options: DeployOptions, plan: Plan): Promise<void> {
  const version = Number(pack.manifest.version ?? org.settings.latestVersion);
  const { named, components, failures } = gather(org, pack, version);
  plan.messages.push(...failures);
  const units: Unit[] = [];
  for (const each of components) units.push(await unitOf(org, each, named));
  for (const unit of units) {
    plan.messages.push(...unit.messages);
    plan.edits.push(...unit.edits);
  }
  const told = plan.messages.map(({ componentType, fullName }) => ({ type: componentType, fullName }));
  const seen = new Set(
    [...told, ...components].flatMap((each) =>
      spellings(each).map((name) => `${each.type}:${name}`.toLowerCase()),
    ),
  );
  const known = (type: string) => standingOf(org, type, version) !== 'unknown';
  if (!options.allowMissingFiles) plan.messages.push(...missing(pack, seen, known));
  for (const { fileName, manifest } of pack.destructive) {
    for (const { name, members } of manifest.types) {
      for (const member of members) planRemoval(org, plan, fileName, name, member);
    }
  }
  const about = ofManifest(`${pack.root}package.xml`);
  plan.messages.push({ ...about, changed: true, created: false, deleted: false, success: true });
}

/** What isn't there is no error, only told. */
function planRemoval(org: Org, plan: Plan, fileName: string, type: string, fullName: string): void {
  const component = org.components.byName(type, fullName);
  const nothing = { changed: false, created: false, deleted: false, success: true };
  if (!component) {
    plan.messages.push({
      ...ofManifest(fileName),
      ...nothing,
      componentType: type,
      problem: `No ${type} named: ${fullName} found`,
      problemType: 'Warning',
    });
    return;
  }
  plan.removals.push({ component, before: !fileName.endsWith('destructiveChangesPost.xml') });
  plan.messages.push({
    ...nothing,
    componentType: type,
    fileName,
    fullName: component.fullName,
    deleted: true,
  });
}

/** Objects before their parts; removals before or after, as their manifest says. One save for all. */
async function apply(org: Org, asker: Person, plan: Plan): Promise<void> {
  const remove = async (before: boolean) => {
    for (const each of plan.removals) {
      const live = org.components.byName(each.component.type, each.component.fullName);
      if (each.before === before && live) await deleteComponent(org, live, asker);
    }
  };
  await org.ledger.together(async () => {
    await remove(true);
    for (const edit of plan.edits.toSorted((one, other) => rank(one) - rank(other)))
      await editComponent(org, { ...edit, by: asker });
    await remove(false);
  });
}

function rank({ type }: Edit): number {
  if (typeNamed(type)?.shape === 'folder') return 0;
  if (typeNamed(type)?.shape === 'object') return 1;
  return childNamed(type) ? 2 : 3;
}

function withId(org: Org, message: DeployMessage): DeployMessage {
  if (!message.success || message.deleted || message.componentType === '') return message;
  const id = org.components.byName(message.componentType, message.fullName)?.id;
  return id === undefined ? message : { ...message, id };
}
