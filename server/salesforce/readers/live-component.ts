// What one reading of a live component gives, and how a component is named to a reader.

import type { MetadataType, ReadingLane } from '#core/component.ts';
import type { ContentSource } from '../../content/content-file.ts';
import type { Stamp } from './list-stamps.ts';
import type { LastSave } from './stamp-row.ts';

export interface LiveRef {
  readonly type: MetadataType;
  /** 15 or 18 characters; wins over the name. */
  readonly id?: string | undefined;
  /** With an id: the name it had when it was last seen, which spares a call. */
  readonly fullName?: string | undefined;
  /** What a list told of it a moment ago, which spares the list. */
  readonly listed?: Stamp | undefined;
}

/** Without a last save where Salesforce does not tell of it. */
export interface LiveComponent extends Partial<LastSave> {
  readonly source: ContentSource;
  /** Salesforce id: of a flow, its definition's; some types have none. */
  readonly id?: string | undefined;
  /** Other ids that lead to the same component: of a flow, the version that was read. */
  readonly otherIds: readonly string[];
  readonly lane: ReadingLane;
  readonly apiVersion: string;
  /** Which version of a flow was read: `active version 7`. */
  readonly which?: string | undefined;
  /** True of a version of a flow that was asked for by its own id and is not the active one: it says nothing of the flow’s state. */
  readonly aside?: boolean | undefined;
}

/** Ids are asked for by the part that names the row; the last three characters of 18 are a check. */
export function id15(id: string): string {
  return id.slice(0, 15);
}
