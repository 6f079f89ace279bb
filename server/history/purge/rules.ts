// Takes what was purged out of one file of a commit, and says of which components it was.

import { type ComponentKey, typeRegistry } from '#core/component.ts';
import { type ContainerItem, type ReadContainer, readContainer } from '#core/metadata/container.ts';
import { type ContainerFile, componentToContainer, itemToComponent } from '#core/metadata/container-path.ts';
import { withoutItem } from '#core/metadata/item-edit.ts';
import { XmlError } from '#core/metadata/parse-xml.ts';
import { rewriteSecrets } from '#core/secrets/rewrite-secrets.ts';
import type { PurgeRow } from '../../db/purges.ts';
import { purgedFieldsOf, purgedTextsOf, type Replace } from '../../secrets/org-purges.ts';
import { fieldMarker } from '../../secrets/redactor.ts';
import { exactText } from '../exact-text.ts';
import { pathToComponent, pathToContainer } from '../project.ts';
import { roleOfFile } from '../version-files.ts';

export interface Purged {
  /** Undefined: the file goes. */
  readonly bytes: Buffer | undefined;
  readonly times: number;
  /** Components, or the path where it is none's. */
  readonly where: readonly string[];
  /** Values of fields, and what stands in their place. */
  readonly values: ReadonlyMap<string, string>;
}

export class Rules {
  readonly rows: readonly PurgeRow[];
  readonly #key: Buffer;
  readonly #everywhere: Replace | undefined;
  readonly #texts = new Map<string, Replace | undefined>();

  constructor(key: Buffer, rows: readonly PurgeRow[]) {
    this.rows = rows;
    this.#key = key;
    this.#everywhere = purgedTextsOf(key, rows, undefined);
  }

  /** Undefined when nothing of it is in the file. Throws `XmlError` where that can't be said. */
  apply(path: string, bytes: Buffer): Purged | undefined {
    const container = pathToContainer(path);
    return container ? this.#inContainer(container, path, bytes) : this.#inFile(path, bytes);
  }

  /** The components that a file of that path is about, as far as rules tell of single ones. */
  keysOf(path: string): ComponentKey[] {
    const file = pathToContainer(path);
    const one = file ? undefined : pathToComponent(path);
    return this.rows.flatMap(({ type, full_name: fullName }) => {
      if (!type || !fullName) return [];
      const other = componentToContainer({ type, fullName });
      const isIts = one?.type === type && one.fullName === fullName;
      const isInIt = file && other?.container === file.container;
      return isIts || isInIt ? [{ type, fullName }] : [];
    });
  }

  /** What a message may not say; `of` are the components that its commit is about. */
  inMessage(message: Buffer, of: readonly ComponentKey[], values: ReadonlyMap<string, string>): Buffer {
    let found = this.#everywhere?.(message)?.bytes ?? message;
    for (const key of of) found = this.#textsOf(key)?.(found)?.bytes ?? found;
    let text = found.toString('latin1');
    for (const [value, marker] of values) {
      const said = Buffer.from(value).toString('latin1');
      if (value.length >= 4) text = text.replaceAll(said, marker);
    }
    return Buffer.from(text, 'latin1');
  }

  #textsOf(key: ComponentKey | undefined): Replace | undefined {
    if (!key) return this.#everywhere;
    const name = labelOf(key);
    if (!this.#texts.has(name)) this.#texts.set(name, purgedTextsOf(this.#key, this.rows, key));
    return this.#texts.get(name);
  }

  #isGone(key: ComponentKey): boolean {
    return this.rows.some(
      ({ kind, type, full_name }) => kind === 'component' && type === key.type && full_name === key.fullName,
    );
  }

  #inFile(path: string, bytes: Buffer): Purged | undefined {
    const key = pathToComponent(path);
    const where = [key ? labelOf(key) : path];
    if (key && this.#isGone(key)) return { bytes: undefined, times: 1, where, values: new Map() };
    const isDocument = key && roleOfFile(key.name) === 'metadata';
    const text = isDocument ? exactText({ size: bytes.length, bytes }) : undefined;
    const fields = key && text !== undefined ? this.#fields(key, text) : undefined;
    const found = this.#textsOf(key)?.(fields ? Buffer.from(fields.text) : bytes);
    if (!fields && !found) return undefined;
    return {
      bytes: found?.bytes ?? Buffer.from(fields?.text ?? ''),
      times: (fields?.times ?? 0) + (found?.times ?? 0),
      where,
      values: fields?.values ?? new Map(),
    };
  }

  /** Undefined when none of its fields has a value that was purged. */
  #fields(key: ComponentKey, text: string) {
    const fields = purgedFieldsOf(this.rows, key);
    if (fields.length === 0) return undefined;
    const values = new Map<string, string>();
    let times = 0;
    const mark = (path: string, value: string) => {
      const marker = fieldMarker(this.#key, key, path, value);
      values.set(value, marker);
      times += 1;
      return marker;
    };
    const made = rewriteSecrets(key.type, text, mark, fields).text;
    return made === text ? undefined : { text: made, times, values };
  }

  #inContainer(file: ContainerFile, path: string, given: Buffer): Purged | undefined {
    const own = this.#inItems(file, given);
    const bytes = own?.bytes ?? given;
    const found = this.#everywhere?.(bytes);
    if (!found) return own;
    return {
      bytes: found.bytes,
      times: found.times + (own?.times ?? 0),
      where: [...new Set([...(own?.where ?? []), ...this.#holding(file, path, bytes)])],
      values: own?.values ?? new Map(),
    };
  }

  /** What is purged of single items alone. */
  #inItems(file: ContainerFile, bytes: Buffer): Purged | undefined {
    const about = this.rows.some(({ type, full_name: fullName }) => {
      const other = type && fullName ? componentToContainer({ type, fullName }) : undefined;
      return other?.container === file.container && (other.container.alone || other.name === file.name);
    });
    const text = about ? exactText({ size: bytes.length, bytes }) : undefined;
    if (text === undefined) return undefined;
    const where: string[] = [];
    const values = new Map<string, string>();
    let times = 0;
    let made = text;
    const read = readContainer(file.container, text);
    for (const item of read.items.toReversed()) {
      const key = itemToComponent(file, item);
      const before = made;
      if (this.#isGone(key)) {
        made = withoutItem(readContainer(file.container, made), item);
        times += 1;
      } else if (this.rows.some(({ type, full_name }) => type === key.type && full_name === key.fullName)) {
        const slice = made.slice(item.start, item.end);
        const fields = this.#fields(key, slice);
        for (const [value, marker] of fields?.values ?? []) values.set(value, marker);
        const found = this.#textsOf(key)?.(Buffer.from(fields?.text ?? slice));
        const instead = found?.bytes.toString() ?? fields?.text ?? slice;
        times += (fields?.times ?? 0) + (found?.times ?? 0);
        made = made.slice(0, item.start) + instead + made.slice(item.end);
      }
      if (made !== before) where.push(labelOf(key));
    }
    return made === text ? undefined : { bytes: Buffer.from(made), times, where, values };
  }

  #holding(file: ContainerFile, path: string, bytes: Buffer): string[] {
    const read = readIfPossible(file, bytes);
    const holds = ({ start, end }: ContainerItem) =>
      read && this.#everywhere?.(Buffer.from(read.text.slice(start, end))) !== undefined;
    const items = read?.items.filter(holds) ?? [];
    return items.length > 0 ? items.map((item) => labelOf(itemToComponent(file, item))) : [path];
  }
}

function readIfPossible(file: ContainerFile, bytes: Buffer): ReadContainer | undefined {
  const text = exactText({ size: bytes.length, bytes });
  try {
    return text === undefined ? undefined : readContainer(file.container, text);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** `Apex class Billing` */
export function labelOf({ type, fullName }: ComponentKey): string {
  return `${typeRegistry[type].label} ${fullName}`;
}
