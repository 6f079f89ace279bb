// The stepper: where the org stands in its project's history, what comes next, how far to go.

import { type Commit, commitsNamed } from '../../state/line.ts';
import type { Org } from '../../state/org.ts';
import { changesOf, commitsAheadOf, ReplayRefusal } from '../../state/replay.ts';
import type { StepChange } from '../../state/step.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, badge, moment, section } from '../parts.ts';

const shownCommits = 50;
const shownChanges = 200;

export async function replay(org: Org, query: URLSearchParams): Promise<Page> {
  return { title: 'Replay', body: org.line.running ? running(org) : await stepper(org, query) };
}

function running(org: Org): Markup {
  const run = org.line.running;
  if (!run) return markup``;
  return section(
    'Under way',
    markup`<p data-running><progress max="${run.total}" value="${run.done}"></progress> <strong>${run.done} of ${run.total}</strong> commits</p>
<p>${run.now.subject} <span class="note">by ${run.now.author.name}</span></p>${act({ action: 'replay-stop', label: 'Stop after this commit' })}
<p class="note"><a href="/admin/replay">Look again</a></p>`,
  );
}

async function stepper(org: Org, query: URLSearchParams): Promise<Markup> {
  let ahead: Commit[];
  try {
    ahead = await commitsAheadOf(org);
  } catch (cause) {
    if (!(cause instanceof ReplayRefusal)) throw cause;
    return markup`<p class="said refused" role="alert">${cause.message}</p>${startAgain(org)}`;
  }
  const now = (await commitsNamed(org.git, [org.commit])).get(org.commit);
  const at = Math.max(
    0,
    ahead.findIndex((commit) => commit.oid === query.get('show')),
  );
  const shown = ahead[at];
  const changes = shown ? await changesOf(org, shown, ahead[at - 1]) : [];
  return markup`${org.line.problem !== undefined && markup`<p class="said refused" role="alert">The last run ended early: ${org.line.problem}</p>`}${section('The org stands at', now ? commitLine(now) : markup`<code>${org.commit}</code>`, badge(`${ahead.length.toLocaleString('en-GB')} ahead`, 'calm'))}
${
  shown
    ? markup`${section(
        at === 0 ? 'Next' : `In ${at + 1} steps`,
        markup`${commitLine(shown)}${changeList(changes)}`,
        markup`<span class="note">${changes.length.toLocaleString('en-GB')} changes</span>`,
      )}${controls(ahead)}${section('Ahead', aheadList(ahead, shown))}`
    : section(
        'Next',
        markup`<p class="empty">Nothing is ahead: the org stands at ${org.line.target}. A commit made in the project shows up here; <code>--from</code> an earlier revision starts the org further back.</p>`,
      )
}${startAgain(org)}`;
}

function commitLine(commit: Commit): Markup {
  return markup`<p class="commit"><strong>${commit.subject}</strong><span>${commit.author.name} · ${moment(commit.at)} · <code>${commit.oid.slice(0, 10)}</code></span></p>`;
}

function changeList(changes: readonly StepChange[]): Markup {
  if (changes.length === 0) return markup`<p class="empty">It changes nothing that the org holds.</p>`;
  const tones = { created: 'good', changed: 'calm', deleted: 'bad' } as const;
  return markup`<ul class="changes">${changes
    .slice(0, shownChanges)
    .map(
      ({ kind, type, fullName }) =>
        markup`<li>${badge(kind, tones[kind])}<span>${type}</span><strong>${fullName}</strong></li>`,
    )}</ul>${changes.length > shownChanges && markup`<p class="note">and ${changes.length - shownChanges} more</p>`}`;
}

function controls(ahead: readonly Commit[]): Markup {
  const steps = [1, 10, 100].filter((count) => count === 1 || count < ahead.length);
  return section(
    'Move on',
    markup`<form method="post" action="/admin/do/replay" class="stack"><fieldset class="inline"><legend>Changes are dated</legend><label class="tick"><input type="radio" name="dates" value="commit" checked> by their commits</label><label class="tick"><input type="radio" name="dates" value="now"> now, by the org’s clock</label></fieldset>
<div class="row">${steps.map((count) => markup`<button class="${count === 1 ? 'main' : 'plain'}" name="steps" value="${count}">${count === 1 ? 'One commit' : `${count} commits`}</button>`)}<button name="steps" value="">To the end</button></div></form>`,
  );
}

function aheadList(ahead: readonly Commit[], shown: Commit): Markup {
  const rows = ahead
    .slice(0, shownCommits)
    .map(
      (commit, index) =>
        markup`<li${commit.oid === shown.oid && markup` aria-current="step"`}><a href="/admin/replay?show=${commit.oid}">${commit.subject}</a><span>${commit.author.name} · ${moment(commit.at)}</span>${act({ action: 'replay', label: 'Move here', with: { until: commit.oid, dates: 'commit' }, ...(index > 100 ? { ask: 'So far?' } : {}) })}</li>`,
    );
  return markup`<ol class="ahead">${rows}</ol>${ahead.length > shownCommits && markup`<p class="note">and ${(ahead.length - shownCommits).toLocaleString('en-GB')} more</p>`}`;
}

function startAgain(org: Org): Markup {
  return section(
    'Back',
    markup`<p>A replay is not undone step by step; the org can go back to where it started, <code>${org.line.start.slice(0, 10)}</code>, and forget edits and the audit trail.</p>${act({ action: 'reset', label: 'Back to the start', ask: 'Forget every edit and go back to the first commit?' })}`,
  );
}
