// Trouble: latency, faults, limits, API versions and the clock, with what is set now.

import { limitsOf } from '../../control/trouble.ts';
import type { Latency } from '../../faults/latency.ts';
import { type FaultRule, faultKinds } from '../../faults/rule.ts';
import { surfaces } from '../../faults/surface.ts';
import { faultWords } from '../../faults.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, choice, field, moment, number, section, table } from '../parts.ts';
import { settingsForm } from '../settings-form.ts';

export function trouble(org: Org, sent?: URLSearchParams): Page {
  return {
    title: 'Trouble',
    body: markup`${rules(org)}${newRule(sent)}${latency(org)}<div class="columns">${outage(org)}${limits(org)}${versions(org)}${clock(org)}</div>
${section('Normal', markup`<p>Takes back every fault, all latency, limits, versions, the clock, and what was taken from users and the app.</p>${act({ action: 'normal', label: 'Everything back to normal', kind: 'main' })}`)}`,
  };
}

function rules(org: Org): Markup {
  const rows = org.faults.rules.map(
    (rule, index) =>
      markup`<tr><td><strong>${rule.fault}</strong><span class="detail">${faultKinds[rule.fault]}</span></td><td>${meant(rule)}</td><td>${often(rule)}</td><td>${rule.happened} of ${rule.seen}</td><td>${act({ action: 'rule-remove', label: 'Remove', with: { index: String(index) } })}</td></tr>`,
  );
  const held = org.traffic.held;
  return section(
    'Calls that go wrong',
    markup`${table(['Fault', 'Calls', 'How often', 'Happened', ''], rows, 'No call goes wrong. Add a rule below.')}${held > 0 && markup`<p class="note">${held} connections are held open without an answer.</p>`}`,
    markup`<span class="note">The first rule that fits decides.</span>`,
  );
}

function meant({ surface, path, operation }: FaultRule): Markup {
  const parts = [surface, path, operation].filter((each) => each !== null);
  return parts.length === 0 ? markup`all` : markup`${parts.map((each) => markup`<code>${each}</code> `)}`;
}

function often({ probability, after, count }: FaultRule): string {
  const words = [probability === 1 ? 'each' : `${Math.round(probability * 1000) / 10} in 100`];
  if (after > 0) words.push(`after ${after}`);
  if (count !== null) words.push(`${count} times at most`);
  return words.join(', ');
}

function newRule(sent: URLSearchParams | undefined): Markup {
  const kinds = Object.entries(faultKinds).map(([kind, told]) => [kind, `${kind}: ${told}`] as const);
  const text = (name: string, hint: string) =>
    markup`<input name="${name}" id="${name}" value="${sent?.get(name) ?? ''}" placeholder="${hint}">`;
  const whole = (name: string, hint: string) =>
    markup`<input type="number" min="0" name="${name}" id="${name}" value="${sent?.get(name) ?? ''}" placeholder="${hint}">`;
  return section(
    'A new rule',
    markup`<form method="post" action="/admin/do/rule" class="stack">${field('Fault', 'fault', choice('fault', kinds, sent?.get('fault') ?? 'maintenance'))}
<div class="fields">${field('Part of the org', 'surface', choice('surface', [['', 'all'], ...surfaces.map((each) => [each, each] as const)], sent?.get('surface') ?? ''))}${field('Path', 'path', text('path', '/services/data/*/query'), '* stands for anything.')}${field('SOAP operation or grant type', 'operation', text('operation', 'checkRetrieveStatus'))}${field(
      'Chance, from 0 to 1',
      'probability',
      markup`<input type="number" min="0" max="1" step="any" name="probability" id="probability" value="${sent?.get('probability') ?? '1'}">`,
    )}${field('Calls that pass first', 'after', whole('after', '0'))}${field('Times at most', 'count', whole('count', 'without end'))}</div><button class="main">Add it</button></form>`,
  );
}

function latency(org: Org): Markup {
  const kinds = [
    ['', 'none'],
    ['fixed', 'fixed'],
    ['uniform', 'evenly between'],
    ['lognormal', 'lognormal, by percentiles'],
  ] as const;
  const rows = surfaces.map((surface) => {
    const now = org.faults.latency[surface];
    const [first, second] = timesOf(now);
    const input = (name: string, value: number | undefined, label: string) =>
      markup`<input type="number" min="0" step="any" name="${surface}.${name}" value="${value ?? ''}" aria-label="${surface}: ${label}">`;
    return markup`<tr><th scope="row">${surface}</th><td><select name="${surface}.kind" aria-label="${surface}: kind">${kinds.map(([value, label]) => markup`<option value="${value}"${(now?.kind ?? '') === value && markup` selected`}>${label}</option>`)}</select></td><td>${input('first', first, 'time, from, or median')}</td><td>${input('second', second, 'to, or 95th percentile')}</td></tr>`;
  });
  return section(
    'Latency',
    markup`<form method="post" action="/admin/do/latency" class="stack">${table(['Calls of', 'How', 'Time, from, or median (ms)', 'To, or 95th percentile (ms)'], rows, '')}<div class="row"><button class="main">Set</button></div></form>`,
  );
}

function timesOf(latency: Latency | null): [number | undefined, number | undefined] {
  if (!latency) return [undefined, undefined];
  if (latency.kind === 'fixed') return [latency.ms, undefined];
  return latency.kind === 'uniform' ? [latency.from, latency.to] : [latency.p50, latency.p95];
}

function outage(org: Org): Markup {
  const names = ['slow', 'down', 'downAfter', 'downFor', 'seed'];
  return section(
    'The whole API',
    settingsForm('faults', org.faults, names, faultWords, {
      slow: 'Each answer waits (ms)',
      down: 'Down',
      downAfter: 'Calls answered first',
      downFor: 'Calls it is down for; 0: all',
      seed: 'Seed of chance and latency',
    }),
  );
}

function limits(org: Org): Markup {
  const now = limitsOf(org) as Record<string, number | null>;
  return section(
    'Limits',
    markup`<form method="post" action="/admin/do/limits" class="stack"><div class="fields">${field('API requests a day', 'max', number('max', now.max))}${field('Used of them', 'used', number('used', now.used))}${field('Under way at once', 'concurrentMax', number('concurrentMax', now.concurrentMax, 'any number'))}${field('Counted after (ms)', 'concurrentAfter', number('concurrentAfter', now.concurrentAfter))}</div><button class="main">Set</button></form>`,
    markup`<span class="note">${(now.left ?? 0).toLocaleString('en-GB')} left</span>`,
  );
}

function versions(org: Org): Markup {
  const { oldestVersion, latestVersion } = org.settings;
  const to = (latest: number, label: string) =>
    act({ action: 'versions', label, with: { oldest: String(oldestVersion), latest: String(latest) } });
  return section(
    'API versions',
    markup`<form method="post" action="/admin/do/versions" class="stack"><div class="fields">${field('Oldest', 'oldest', number('oldest', oldestVersion))}${field('Latest', 'latest', number('latest', latestVersion))}</div><button class="main">Set</button></form><div class="row">${to(latestVersion + 1, 'One release up')}${to(latestVersion - 1, 'One release down')}</div>`,
  );
}

function clock(org: Org): Markup {
  return section(
    'Clock',
    markup`<p>It is ${moment(org.now())} in UTC${org.faults.clockOffset === 0 ? ', the real time' : ''}.</p><form method="post" action="/admin/do/clock" class="stack">${field(
      'Set it to (UTC)',
      'clock-at',
      markup`<input type="datetime-local" step="1" name="at" id="clock-at" required value="${new Date(org.now()).toISOString().slice(0, 19)}">`,
    )}<button class="main">Set</button></form>${act({ action: 'clock', label: 'Real time' })}`,
  );
}
