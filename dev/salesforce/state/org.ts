// Everything one running org knows, put together: components, people, app, sessions, faults, clock.

import { type RegisteredApp, registerApp } from '../app.ts';
import { type Faults, noFaults } from '../faults.ts';
import { CallLog } from '../http/call-log.ts';
import { Traffic } from '../http/traffic.ts';
import { activeVersion } from '../metadata/flow.ts';
import { SessionStore } from '../oauth/sessions.ts';
import { type OrgOptions, type OrgSettings, orgSettings } from '../settings.ts';
import { Components } from './components.ts';
import { openGit, type ProjectGit } from './git.ts';
import { IdMint } from './ids.ts';
import { type KeptEdit, Ledger } from './ledger.ts';
import { readPast } from './past.ts';
import { People, type Permission, type Person } from './people.ts';
import { readProject } from './project.ts';

export interface Org {
  readonly settings: OrgSettings;
  readonly app: RegisteredApp;
  readonly people: People;
  readonly components: Components;
  readonly ledger: Ledger;
  readonly sessions: SessionStore;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly traffic: Traffic;
  readonly git: ProjectGit;
  readonly commit: string;
  readonly sourceApiVersion: string;
  /** Who the Setup pages sign in by themselves; empty text: nobody. */
  signIn: string;
  /** API calls of the day. */
  readonly usage: { used: number; max: number };
  now(): number;
}

/** API requests that an org of its size has each day. */
export const requestsOfADay = 148_000;

/** Reads the project and lays the kept edits over it. */
export async function openOrg(options: OrgOptions): Promise<Org> {
  const tell = options.tell ?? (() => {});
  const settings = orgSettings(options);
  const ledger = new Ledger(options.data);
  const git = openGit(options.project);
  const rev = options.live ?? 'HEAD';
  const project = await readProject(git, rev).catch((cause: unknown) => {
    throw new Error(`${options.project} is no git repository with a revision ${rev}`, { cause });
  });
  tell(`${project.components.length} components at ${project.commit.slice(0, 10)}, reading their history`);
  const past = await readPast(git, project.commit);
  const mint = new IdMint();
  const people = new People(mint);
  const components = new Components(git, mint);
  for (const component of project.components) await components.admit(component, past, people);
  for (const edit of ledger.edits) await replay(components, people, edit);
  const faults = noFaults();
  const clock = options.now ?? Date.now;
  const now = () => clock() + faults.clockOffset;
  return {
    settings,
    app: registerApp(options),
    people,
    components,
    ledger,
    sessions: new SessionStore(settings.orgId, now, faults),
    faults,
    log: new CallLog(now),
    traffic: new Traffic(faults.seed),
    git,
    commit: project.commit,
    sourceApiVersion: project.apiVersion,
    signIn: options.signIn ?? 'ada.king@acme.example',
    usage: { used: 0, max: requestsOfADay },
    now,
  };
}

async function replay(components: Components, people: People, edit: KeptEdit): Promise<void> {
  const existing = components.byName(edit.type, edit.fullName);
  if (edit.renamedTo !== undefined) {
    if (existing) components.rename(existing, edit.renamedTo);
    return;
  }
  if (!edit.files) {
    if (existing) components.remove(existing);
    return;
  }
  const userId = people.byUsername(edit.by)?.id ?? '';
  const active = existing ? (await activeVersion(components, existing))?.number : undefined;
  const change = { files: edit.files, activate: edit.activate, stamp: { at: edit.at, userId } };
  await components.change(edit.type, edit.fullName, change, active);
}

/** A user as the faults leave them. */
export function standing(org: Org, person: Person): { active: boolean; locked: boolean; assigned: boolean } {
  const { faults } = org;
  return {
    active: person.active && !faults.inactive.includes(person.username) && !isFrozen(org, person),
    locked: person.locked || faults.locked.includes(person.username),
    assigned: faults.assigned[person.username] ?? person.assigned,
  };
}

export function isFrozen(org: Org, person: Person): boolean {
  return person.frozen || org.faults.frozen.includes(person.username);
}

export function may(org: Org, person: Person, permission: Permission): boolean {
  return (
    person.permissions.has(permission) && !(org.faults.without[person.username] ?? []).includes(permission)
  );
}
