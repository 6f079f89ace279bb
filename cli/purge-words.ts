// What `canvasback history purge` says: what it found, what it does, and what it cannot do.

import type { PurgePlan, PurgeStep } from '../server/history/purge/purge.ts';
import type { Wanted } from '../server/history/purge/wanted.ts';

const mostNames = 20;

export function planInWords(plan: PurgePlan, wanted: Wanted | undefined, org: string): string[] {
  const { found, unfinished, inLeftovers } = plan;
  const { own, first, byComponent, paths, messages, project, unread } = found;
  const lines = [`${org}: ${count(own.length, 'commit')} of Canvasback’s own.`];
  if (unfinished > 0)
    lines.push(`${count(unfinished, 'purge')} of before was interrupted and is finished along with this.`);
  const versions = sum(byComponent, 'versions');
  if (first >= 0) {
    const what = wanted?.kind === 'component' ? 'It is' : 'Found';
    const times = wanted?.kind === 'component' ? '' : ` ${oftenInWords(sum(byComponent, 'times'))},`;
    lines.push(
      `${what}${times} in ${count(versions, 'version')} of ${count(byComponent.size, 'component')}, in ${count(paths.size, 'file')}${
        messages > 0 ? `, and in ${count(messages, 'commit message')}` : ''
      }.`,
      ...names(byComponent),
      `Written anew: ${count(own.length - first, 'commit')}, the oldest of ${new Date(own[first]?.at ?? 0).toISOString().slice(0, 10)} (${own[first]?.id.slice(0, 12)}), since each commit names the one before it.`,
    );
  } else if (unfinished === 0) lines.push('Found in no commit of Canvasback’s own.');
  if (inLeftovers) lines.push('Found in objects that no commit refers to any more; they are removed.');
  if (project.commits > 0)
    lines.push(
      `The attached project holds it in ${count(project.commits, 'commit')}; that repository is yours and is not changed:`,
      ...names(project.byComponent),
    );
  for (const path of [...unread].slice(0, mostNames)) lines.push(`Not looked into: ${path}`);
  return lines;
}

function names(byComponent: ReadonlyMap<string, { versions: number }>): string[] {
  const lines = [...byComponent].map(([name, { versions }]) => `  ${name}: ${count(versions, 'version')}`);
  return lines.length > mostNames
    ? [...lines.slice(0, mostNames), `  and ${lines.length - mostNames} more`]
    : lines;
}

const work: Partial<Record<PurgeStep, string>> = {
  recorded: 'Recorded. Writing commits anew …',
  written: 'Reading the new history …',
  exchanged: 'The new history is in place. Removing what was before from the disk …',
};

export function workInWords(step: PurgeStep): string | undefined {
  return work[step];
}

export function afterwards({ found }: PurgePlan, wanted: Wanted | undefined): string[] {
  const lines = ['Done. Nothing of it is in this org’s repository or in the index any more.', ''];
  if (found.project.commits > 0) lines.push(...projectInWords(wanted));
  lines.push(
    'What this cannot do:',
    '- A secret that lay in a history has been read by others: change it where it opens something.',
    '- Backups of the data folder and of the database still hold it, and on PostgreSQL the write-ahead log for a while.',
    '- So do copies that people cloned, exported or took from the panel, and repositories below kept/.',
    '- API and worker may keep what they read before in memory: restart them. Open panels: reload them.',
    '- What the disk itself keeps of files that were deleted is the disk’s encryption to hide.',
  );
  if (wanted?.kind === 'component')
    lines.push('- If the org still has the component, the next baseline or commit records it anew.');
  if (wanted?.kind === 'text')
    lines.push('- Written in another way (base64, split over lines) the text is not found: purge that, too.');
  return lines;
}

function projectInWords(wanted: Wanted | undefined): string[] {
  const shown =
    wanted?.kind === 'component'
      ? 'Its versions there are shown as before.'
      : 'Canvasback shows a marker in its place from now on.';
  return [
    `The attached project still holds it. ${shown}`,
    'Rewrite that repository yourself (git filter-repo), then run canvasback import on it again.',
    '',
  ];
}

function sum(tallies: PurgePlan['found']['byComponent'], what: 'versions' | 'times'): number {
  return [...tallies.values()].reduce((total, tally) => total + tally[what], 0);
}

function oftenInWords(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
