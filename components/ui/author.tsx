// Who, and how sure we are: a short name and a mark, the evidence on hover and for screen readers.

export interface ShownAuthor {
  readonly name: string;
  readonly certainty: 'certain' | 'likely' | 'unknown';
  readonly evidence: string;
}

const marks = { certain: '✓', likely: '~', unknown: '?' } as const;

export function Author({ author, full = false }: { author: ShownAuthor; full?: boolean }) {
  return (
    <span className="author" title={`${author.name}: ${author.certainty}. ${author.evidence}`}>
      <span className="ellipsis">{full ? author.name : shortName(author.name)}</span>
      <CertaintyMark {...author} />
    </span>
  );
}

/** ✓ certain, ~ likely, ? unknown; the words for screen readers. */
export function CertaintyMark({ certainty, evidence }: Pick<ShownAuthor, 'certainty' | 'evidence'>) {
  return (
    <>
      <span className="certainty" data-certainty={certainty} aria-hidden="true">
        {marks[certainty]}
      </span>
      <span className="visually-hidden">
        , {certainty}, {evidence}
      </span>
    </>
  );
}

/** `Ada King` → `Ada K.`; a name of one word, a username or a service stays whole. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.at(-1);
  if (words.length < 2 || !last || !/^\p{L}/u.test(last)) return name;
  return `${words.slice(0, -1).join(' ')} ${[...last][0]}.`;
}
