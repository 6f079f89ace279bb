// History on the wire: the versions of a component and the text of one.

import * as z from 'zod/mini';
import type { Revision } from '#core/revision.ts';
import {
  author,
  component,
  componentFile,
  fullName,
  instant,
  metadataType,
  orgId,
  salesforceId,
} from './components.ts';
import { endpoint } from './endpoint.ts';

const revision = z
  .string()
  .check(
    z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64}|live:[0-9a-zA-Z_-]{8,64})$/),
  ) satisfies z.ZodMiniType<Revision>;

export const versionKinds = ['added', 'changed', 'deleted', 'recreated', 'unavailable'] as const;
export const versionOrigins = ['imported', 'captured'] as const;

/** Another name that a component had or got; `likely` where only the content says so. */
const rename = z.object({ fullName, certainty: z.enum(['certain', 'likely']), evidence: z.string() });

export const version = z.object({
  revision,
  /** The version before it; absent for the first. */
  previous: z.optional(revision),
  /** Newest first, counted from 1 for the oldest: `version 3 of 14`. */
  number: z.int(),
  kind: z.enum(versionKinds),
  at: instant,
  author,
  /** The change itself in one sentence. */
  summary: z.string(),
  changes: z.int(),
  noise: z.int(),
  /** First line of the commit message. */
  message: z.string(),
  /** Set when this version could not be read as structure: why, with the place. */
  note: z.optional(z.string()),
  origin: z.enum(versionOrigins),
  /** Of the first version after a rename, and of the deletion that was one. */
  renamedFrom: z.optional(rename),
  renamedTo: z.optional(rename),
});

const ofComponent = {
  orgId,
  type: metadataType,
  id: z.optional(salesforceId),
  fullName: z.optional(fullName),
};

const kind = `(?:${versionKinds.join('|')})`;

/** What versions must be to be listed. */
export const versionFilter = {
  author: z.optional(z.string().check(z.minLength(1), z.maxLength(400))),
  /** The first instant that counts, and the first that counts no more. */
  from: z.optional(instant),
  to: z.optional(instant),
  /** Kinds with commas between them: `deleted,recreated`. */
  kinds: z.optional(z.string().check(z.regex(new RegExp(`^${kind}(?:,${kind}){0,4}$`)))),
  origin: z.optional(z.enum(versionOrigins)),
  /** Each word is in author, summary or message, as it is spelt, in whatever case. */
  words: z.optional(z.string().check(z.maxLength(200))),
};

export const historyEndpoints = {
  /** Newest first, 50 at a time; `next` continues, `page` goes anywhere. */
  'history.list': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history',
    access: 'standing',
    input: z.object({
      ...ofComponent,
      ...versionFilter,
      next: z.optional(z.string()),
      /** From 0 for the page of the oldest versions, so that a page stays what it is when new ones arrive. */
      page: z.optional(z.int().check(z.minimum(0), z.maximum(1_000_000))),
    }),
    output: z.object({
      component: z.nullable(component),
      versions: z.array(version),
      /** Of the component, and of those as many as match. */
      total: z.int(),
      matching: z.int(),
      next: z.optional(z.string()),
    }),
  }),
  /** One version by its revision. */
  'history.version': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history/version',
    access: 'standing',
    input: z.object({ ...ofComponent, revision }),
    output: z.object({ version }),
  }),
  /** How many versions there are of each person, kind and origin: what a filter can be set to. */
  'history.count': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history/count',
    access: 'standing',
    input: z.object(ofComponent),
    output: z.object({
      people: z.array(z.object({ name: z.string(), versions: z.int() })),
      kinds: z.array(z.object({ kind: z.enum(versionKinds), versions: z.int() })),
      origins: z.array(z.object({ origin: z.enum(versionOrigins), versions: z.int() })),
    }),
  }),
  /** The whole text of one version. A deleted version has no files. Secrets of known fields are markers, for everybody. */
  'history.source': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history/source',
    access: 'standing',
    input: z.object({ orgId, type: metadataType, fullName, revision }),
    output: z.object({
      revision,
      files: z.array(componentFile),
      /** Set when something in them looks like a secret and was covered, for the member's role is viewer. */
      covered: z.optional(z.literal(true)),
    }),
  }),
  /** The picture that a version's content is; null when it is none, or one too large to be shown. */
  'history.picture': endpoint({
    method: 'GET',
    path: '/v1/orgs/{orgId}/history/picture',
    access: 'standing',
    input: z.object({ orgId, type: metadataType, fullName, revision }),
    output: z.object({
      picture: z.nullable(
        z.object({
          media: z.enum(['image/png', 'image/gif', 'image/jpeg']),
          width: z.int(),
          height: z.int(),
          base64: z.string(),
        }),
      ),
    }),
  }),
};
