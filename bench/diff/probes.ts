// Texts that are not well-formed XML: a parser that takes one of them shows changes nobody made.

export interface Probe {
  readonly what: string;
  readonly text: string;
}

export const probes: readonly Probe[] = [
  { what: 'crossed tags', text: '<a><b>1</a></b>' },
  { what: 'an open tag', text: '<a><b>1</b>' },
  { what: 'a cut tag', text: '<a><b>1</b><fiel' },
  { what: 'merge markers', text: '<a>\n<<<<<<< HEAD\n<b>1</b>\n=======\n<b>2</b>\n>>>>>>> theirs\n</a>' },
  { what: 'two roots', text: '<a>1</a><a>2</a>' },
  { what: 'text behind the root', text: '<a>1</a>2' },
  { what: 'a bare ampersand', text: '<a>R & D</a>' },
  { what: 'an unknown entity', text: '<a>1&nbsp;2</a>' },
  { what: 'a forbidden character', text: '<a>1\u00012</a>' },
  { what: 'one attribute twice', text: '<a b="1" b="2">1</a>' },
  { what: 'an attribute without quotes', text: '<a b=1>1</a>' },
  { what: ']]> in text', text: '<a>1]]>2</a>' },
];

/** What of it a parser takes. */
export function accepted(parse: (text: string) => unknown): string[] {
  const refuses = (text: string) => {
    try {
      return parse(text) === undefined;
    } catch {
      return true;
    }
  };
  return probes.filter(({ text }) => !refuses(text)).map(({ what }) => what);
}
