// Users: what they may do now, and taking that away.

import { personOf } from '../../control/people.ts';
import { isFrozen, may, type Org, standing } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, badge, field, hidden, section, table } from '../parts.ts';
import { sessionTable } from './sessions.ts';

export function users(org: Org, query: URLSearchParams): Page {
  const wanted = (query.get('name') ?? '').trim().toLowerCase();
  const found = org.people
    .list()
    .filter(({ name, username }) => `${name} ${username}`.toLowerCase().includes(wanted));
  const rows = found.map(
    (person) =>
      markup`<tr><td><a href="${userAddress(person)}">${person.name}</a></td><td>${person.username}</td><td>${person.profile}</td><td>${states(org, person)}</td></tr>`,
  );
  return {
    title: 'Users',
    body: markup`<form method="get" class="filter"><label for="name">Name or username has</label><input type="search" name="name" id="name" value="${wanted}"><button>Show</button></form>
${section(`${found.length} users`, table(['Name', 'Username', 'Profile', 'State'], rows, 'No user is called like that.'))}`,
  };
}

export function user(org: Org, query: URLSearchParams): Page {
  const person = personOf(org, query.get('username'));
  const { faults } = org;
  const { username } = person;
  const tick = (name: string, label: string, on: boolean) =>
    markup`<label class="tick"><input type="checkbox" name="${name}" value="yes"${on && markup` checked`}> ${label}</label>`;
  const permissions = [...person.permissions].sort();
  return {
    title: person.name,
    body: markup`<p class="under">${username} · ${person.profile} · <code>${person.id}</code></p><p>${states(org, person)}</p>
<div class="columns">${section(
      'State',
      markup`<form method="post" action="/admin/do/user" class="stack">${hidden({ username })}${tick('assigned', 'Assigned to the app', standing(org, person).assigned)}${tick('approved', 'Has approved the app', person.approved)}${tick('inactive', 'Deactivated', faults.inactive.includes(username))}${tick('frozen', 'Frozen', faults.frozen.includes(username))}${tick('locked', 'Locked', faults.locked.includes(username))}<button class="main">Set</button></form>`,
    )}${section(
      'Permissions',
      markup`<form method="post" action="/admin/do/user-permissions" class="stack">${hidden({ username })}<fieldset><legend>Has</legend>${permissions.map((each) => tick(`has:${each}`, each, may(org, person, each)))}</fieldset><button>Set</button><p class="note">Unticked ones are taken from the user until everything is back to normal.</p></form>`,
    )}${section(
      'Sign in',
      markup`${act({ action: 'sign-in', label: `Open Setup pages as ${person.firstName || person.name}`, with: { username } })}${field('Password', 'password', markup`<input id="password" readonly value="${person.password}">`)}`,
    )}</div>${section(
      'Sessions',
      sessionTable(org, (each) => each === username),
      act({ action: 'end-sessions', label: 'End all of this user', with: { username } }),
    )}`,
  };
}

export function userAddress(person: Person): string {
  return `/admin/user?${new URLSearchParams({ username: person.username })}`;
}

function states(org: Org, person: Person): Markup[] {
  const state = standing(org, person);
  const taken = org.faults.without[person.username] ?? [];
  const badges: (readonly [string, 'good' | 'bad' | 'calm'])[] = [];
  if (state.assigned) badges.push(['app', 'good']);
  if (isFrozen(org, person)) badges.push(['frozen', 'bad']);
  else if (!state.active) badges.push(['inactive', 'bad']);
  if (state.locked) badges.push(['locked', 'bad']);
  if (person.approved) badges.push(['approved the app', 'calm']);
  if (taken.length > 0) badges.push([`without ${taken.join(', ')}`, 'bad']);
  if (person.username === org.signIn) badges.push(['signed in', 'calm']);
  return badges.map(([text, tone]) => markup`${badge(text, tone)} `);
}
