// What the API would say of a list of versions: those that match, by page, one by its revision, and how many of which.

import type { InputOf, OutputOf } from '../../../contract/index.ts';

type Listed = OutputOf<'history.list'>;
type Version = Listed['versions'][number];
type Asked = InputOf<'history.list'>;

const pageSize = 50;

/** @param all newest first */
export function historyAnswers(component: Listed['component'], all: readonly Version[]) {
  const versions = all.map((version, index) => {
    const previous = all[index + 1]?.revision;
    return previous ? { ...version, previous } : version;
  });
  return {
    'history.list': (asked: Asked): Listed => {
      const found = versions.filter((version) => matches(version, asked));
      const from = asked.page === undefined ? 0 : Math.max(0, found.length - (asked.page + 1) * pageSize);
      const to = asked.page === undefined ? pageSize : found.length - asked.page * pageSize;
      return { component, versions: found.slice(from, to), total: all.length, matching: found.length };
    },
    'history.version': ({ revision }: { revision: string }) => {
      const version = versions.find((one) => one.revision === revision);
      if (!version) throw new Error(`There is no version ${revision}`);
      return { version };
    },
    'history.count': (): OutputOf<'history.count'> => ({
      people: counts(all.map(({ author }) => author.name)).map(([name, count]) => ({
        name,
        versions: count,
      })),
      kinds: counts(all.map(({ kind }) => kind)).map(([kind, count]) => ({ kind, versions: count })),
      origins: counts(all.map(({ origin }) => origin)).map(([origin, count]) => ({
        origin,
        versions: count,
      })),
    }),
  };
}

function matches(version: Version, { author, from, to, kinds, origin, words = '' }: Asked): boolean {
  const text = [version.author.name, version.summary, version.message].join('\n').toLowerCase();
  return (
    (author === undefined || version.author.name === author) &&
    (from === undefined || version.at >= from) &&
    (to === undefined || version.at < to) &&
    (kinds === undefined || kinds.split(',').includes(version.kind)) &&
    (origin === undefined || version.origin === origin) &&
    words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

function counts<T extends string>(values: readonly T[]): (readonly [T, number])[] {
  return [...new Set(values)].sort().map((value) => [value, values.filter((one) => one === value).length]);
}
