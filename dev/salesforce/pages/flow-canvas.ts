// Where a flow's elements stand on the canvas: rows by distance from the start.

import { child, childText, parseXml, type XmlElement } from '../xml.ts';

interface Box {
  readonly label: string;
  readonly type: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
}

export interface PlacedFlow {
  readonly boxes: readonly Box[];
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

const names: Record<string, string> = {
  actionCalls: 'Action',
  apexPluginCalls: 'Apex Action',
  assignments: 'Assignment',
  collectionProcessors: 'Collection Filter',
  customErrors: 'Custom Error Message',
  decisions: 'Decision',
  loops: 'Loop',
  recordCreates: 'Create Records',
  recordDeletes: 'Delete Records',
  recordLookups: 'Get Records',
  recordRollbacks: 'Roll Back Records',
  recordUpdates: 'Update Records',
  screens: 'Screen',
  steps: 'Step',
  subflows: 'Subflow',
  transforms: 'Transform',
  waits: 'Wait',
};
const column = 240;
const row = 120;

export function placeFlow(text: string): PlacedFlow {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch {
    return { boxes: [], lines: [], width: 600, height: 400 };
  }
  const elements = new Map<string, XmlElement>();
  for (const each of root.children) {
    if (Object.hasOwn(names, each.name)) elements.set(childText(each, 'name') ?? '', each);
  }
  const start = child(root, 'start');
  const first = start ? targets(start) : [childText(root, 'startElementReference') ?? ''];
  const rows: string[][] = [];
  const seen = new Set<string>();
  let next = first.filter((name) => elements.has(name));
  while (next.length > 0) {
    const here = [...new Set(next)].filter((name) => !seen.has(name));
    if (here.length === 0) break;
    for (const name of here) seen.add(name);
    rows.push(here);
    next = here.flatMap((name) => targets(elements.get(name) ?? root)).filter((name) => elements.has(name));
  }
  const loose = [...elements.keys()].filter((name) => !seen.has(name));
  for (let at = 0; at < loose.length; at += 4) rows.push(loose.slice(at, at + 4));
  return draw(rows, elements, first);
}

function draw(
  rows: readonly string[][],
  elements: ReadonlyMap<string, XmlElement>,
  first: readonly string[],
): PlacedFlow {
  const widest = Math.max(3, ...rows.map((each) => each.length));
  const width = widest * column + 80;
  const boxes: Box[] = [{ label: 'Start', type: '', kind: 'start', x: width / 2, y: 40 }];
  const places = new Map<string, { x: number; y: number }>();
  for (const [index, each] of rows.entries()) {
    for (const [at, name] of each.entries()) {
      const element = elements.get(name);
      const x = width / 2 + (at - (each.length - 1) / 2) * column;
      const y = 40 + (index + 1) * row;
      places.set(name, { x, y });
      const kind = element?.name ?? '';
      boxes.push({
        label: (element && childText(element, 'label')) || name,
        type: names[kind] ?? '',
        kind,
        x,
        y,
      });
    }
  }
  const lines: string[] = [];
  const connect = (from: { x: number; y: number }, name: string) => {
    const to = places.get(name);
    if (!to || to.y <= from.y) return;
    const middle = (from.y + 48 + to.y) / 2;
    lines.push(`M${from.x} ${from.y + 48}V${middle}H${to.x}V${to.y}`);
  };
  for (const name of first) connect({ x: width / 2, y: 40 }, name);
  for (const [name, place] of places) {
    for (const target of targets(elements.get(name))) connect(place, target);
  }
  return { boxes, lines, width, height: (rows.length + 2) * row };
}

/** Every element a connector inside leads to. */
function targets(element: XmlElement | undefined): string[] {
  if (!element) return [];
  const found: string[] = [];
  for (const each of element.children) {
    if (each.name === 'targetReference' && /onnector$/.test(element.name)) found.push(each.text);
    else found.push(...targets(each));
  }
  return found;
}
