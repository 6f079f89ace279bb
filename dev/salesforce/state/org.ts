// Everything one running org knows, put together: components, people, app, sessions, faults, clock.

import {
  type AppSettings,
  appSettings,
  type RegisteredApp,
  registerApp,
  registerSignInApp,
  type SignInApp,
} from '../app.ts';
import type { CreatedApp } from '../apps.ts';
import { type Faults, noFaults } from '../faults.ts';
import { CallLog } from '../http/call-log.ts';
import { Traffic } from '../http/traffic.ts';
import { SessionStore } from '../oauth/sessions.ts';
import { type OrgOptions, type OrgSettings, orgIdOf, orgSettings } from '../settings.ts';
import type { Components } from './components.ts';
import { openGit, type ProjectGit } from './git.ts';
import { IdMint } from './ids.ts';
import { Ledger } from './ledger.ts';
import { commitsAhead, type Line } from './line.ts';
import { catchUp, loadProject } from './load.ts';
import { People, type Permission, type Person } from './people.ts';

export interface Org {
  readonly settings: OrgSettings;
  readonly app: RegisteredApp;
  readonly appAtStart: AppSettings;
  /** A second app, for sign-in alone. */
  readonly signInApp: SignInApp | undefined;
  /** Those that an admin created in the org, by consumer key; gone when it stops. */
  readonly createdApps: Map<string, CreatedApp>;
  readonly people: People;
  /** A reset or a refresh of the org puts others in their place. */
  components: Components;
  readonly ledger: Ledger;
  readonly sessions: SessionStore;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly traffic: Traffic;
  readonly git: ProjectGit;
  /** The project's commit that the org stands at, edits aside. */
  commit: string;
  readonly line: Line;
  readonly sourceApiVersion: string;
  /** Who the Setup pages sign in by themselves; empty text: nobody. */
  signIn: string;
  /** API calls of the day. */
  readonly usage: { used: number; max: number };
  now(): number;
  /** Of the https server, once it listens. */
  port: number | undefined;
}

/** Reads the project and lays the kept edits over it. */
export async function openOrg(options: OrgOptions): Promise<Org> {
  const git = openGit(options.project);
  try {
    return await fill(options, git);
  } catch (cause) {
    // Its reader would keep the process alive.
    git.close();
    throw cause;
  }
}

async function fill(options: OrgOptions, git: ProjectGit): Promise<Org> {
  const tell = options.tell ?? (() => {});
  const ledger = new Ledger(options.data);
  const settings = orgSettings(options);
  settings.orgId = orgIdOf(settings.sandbox, ledger.refreshes);
  const rev = options.live ?? 'HEAD';
  const people = new People(new IdMint(), settings.sandbox);
  const loaded = await loadProject(git, options.from ?? rev, people, ledger.refreshes, tell);
  const { components } = loaded;
  const line: Line = {
    start: loaded.project.commit,
    target: rev,
    project: loaded.project,
    busy: false,
    running: undefined,
    problem: undefined,
  };
  if (options.from !== undefined) await commitsAhead(git, line.start, rev);
  await catchUp({ git, components, people, ledger, line }, tell);
  const app = registerApp(options);
  const faults = noFaults();
  const clock = options.now ?? Date.now;
  const now = () => clock() + faults.clockOffset;
  return {
    settings,
    app,
    appAtStart: structuredClone(appSettings(app)),
    signInApp: registerSignInApp(options),
    createdApps: new Map(),
    people,
    components,
    ledger,
    sessions: new SessionStore(settings.orgId, now, faults),
    faults,
    log: new CallLog(now),
    traffic: new Traffic(faults.seed),
    git,
    commit: line.project.commit,
    line,
    sourceApiVersion: line.project.apiVersion,
    signIn: options.signIn ?? people.list()[0]?.username ?? '',
    usage: { used: 0, max: settings.requestsADay },
    now,
    port: undefined,
  };
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
