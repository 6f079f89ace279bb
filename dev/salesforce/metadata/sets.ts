// Lists whose order Salesforce doesn't promise, drawn anew from the seed for each answer.

import { readFileSync } from 'node:fs';
import { writeFile, type XmlElement } from '../xml.ts';
import { shuffled } from './shuffle.ts';

let read: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** Names of the elements at the top of a type's document that are sets. */
export function setsOf(type: string): ReadonlySet<string> {
  read ??= new Map(
    readFileSync(new URL('./sets.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const [name = '', ...elements] = line.split(' ');
        return [name, new Set(elements)];
      }),
  );
  return read.get(type) ?? new Set();
}

let answers = 0;

/** A number that is another in each answer, so that two of them differ. */
export function nextAnswer(): number {
  answers += 1;
  return answers;
}

/** The elements with each set in an order of the answer's; seed 0 keeps theirs. */
export function inSomeOrder(
  elements: readonly XmlElement[],
  type: string,
  seed: number,
  answer: string,
): XmlElement[] {
  if (seed === 0) return [...elements];
  const sets = setsOf(type);
  const drawn = new Map<string, XmlElement[]>();
  for (const element of elements) {
    if (!sets.has(element.name)) continue;
    const list = drawn.get(element.name);
    if (list) list.push(element);
    else drawn.set(element.name, [element]);
  }
  for (const [name, list] of drawn) drawn.set(name, shuffled(list, seed, `${answer}${name}`));
  return elements.map((element) => drawn.get(element.name)?.shift() ?? element);
}

/** The document with each set in one order, the same for every order it may come in: what to compare it by. */
export function inOneOrder(root: XmlElement): XmlElement {
  const sets = setsOf(root.name);
  const sorted = new Map<string, XmlElement[]>();
  for (const name of sets) {
    const written = root.children.flatMap((each) =>
      each.name === name ? [[writeFile(each), each] as const] : [],
    );
    written.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    sorted.set(
      name,
      written.map(([, element]) => element),
    );
  }
  return { ...root, children: root.children.map((each) => sorted.get(each.name)?.shift() ?? each) };
}
