// The rows of the API's database. Times are epoch milliseconds; columns named as JSON hold checked JSON text.

import type { ColumnType, Generated } from 'kysely';
import type { MetadataType } from '#core/component.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import type { UsedProofs } from './used-proofs.ts';

/** A nullable column that an insert may leave out. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface Tables extends UsedProofs, RevokedTokens {
  tenants: { id: string; name: string; created_at: number };
  members: { tenant_id: string; subject: string; name: string; role: MemberRole; added_at: number };
  orgs: OrgTable;
  links: LinkTable;
  connect_attempts: ConnectAttemptTable;
  history_sources: HistorySourceTable;
  components: ComponentTable;
  /** Ids beside a component's own that lead to it. */
  other_ids: { org_id: string; id15: string; type: MetadataType; full_name: string };
  versions: VersionTable;
  /** Names of Salesforce users; null once erased. */
  people: { org_id: string; user_id: string; name: string | null; erased_at: Optional<number> };
  live_reads: LiveReadTable;
  jobs: JobTable;
  /** One row: workers of one database do the same work. */
  worker_beats: { id: string; at: number };
  purges: PurgeTable;
  reconciliations: ReconciliationTable;
  /** What LoginHistory calls an app; `client_id` is its consumer key. */
  login_names: {
    org_id: string;
    client_id: string;
    login_type: string;
    application: string;
    learned_at: number;
  };
  login_rows: LoginRowTable;
  login_alarms: LoginAlarmTable;
  sign_ins: SignInTable;
  redaction_keys: { org_id: string; key: string; made_at: number };
  admin_log: AdminLogTable;
  /** Kept by rate-limiter-flexible, on PostgreSQL; its columns have this order. */
  rate_limits: { key: string; points: number; expire: Optional<number> };
}

export type MemberRole = 'owner' | 'release_manager' | 'viewer';

interface OrgTable {
  org_id: string;
  tenant_id: string;
  name: string;
  api_host: string;
  login_url: string;
  kind: 'production' | 'sandbox' | 'scratch' | 'developer';
  integration_user_id: Optional<string>;
  integration_username: string;
  /** `replaced`: another org answers at its address. */
  state: 'connected' | 'blocked' | 'replaced';
  /** Why it is blocked, in words. */
  block_reason: Optional<string>;
  connected_at: number;
  /** Auth0 subject. */
  connected_by: string;
  /** `66.0` */
  api_version: string;
}

interface LinkTable {
  org_id: string;
  subject: string;
  user_id: string;
  username: string;
  name: string;
  linked_at: number;
  standing_until: Optional<number>;
  state: Generated<'connected' | 'locked' | 'revoked'>;
  /** Why there is no standing, in words. */
  reason: Optional<string>;
}

interface ConnectAttemptTable {
  state: string;
  subject: string;
  jkt: string;
  verifier: string;
  nonce: string;
  api_host: string;
  redirect_uri: string;
  integration_username: Optional<string>;
  expires_at: number;
  used_at: Optional<number>;
}

interface HistorySourceTable {
  org_id: string;
  /** The attached project; null when the org's history is ours alone. */
  dir: Optional<string>;
  rev: Optional<string>;
  /** The newest commit whose versions are all in `versions`. */
  indexed_tip: Optional<string>;
  attached_at: number;
  /** A commit that the index is on its way to, and until then is half of; null: nothing is being read. */
  reading_to: Optional<string>;
}

interface ComponentTable {
  org_id: string;
  type: MetadataType;
  full_name: string;
  salesforce_id: Optional<string>;
  /** Where the newest commit keeps the main file; null when no commit holds it now. */
  path: Optional<string>;
  /** JSON: paths that hold the same component and lost. */
  losers: string;
  last_modified_at: Optional<number>;
  last_modified_by_id: Optional<string>;
  last_modified_by_name: Optional<string>;
  state: 'unknown' | 'in_sync' | 'drifted' | 'deleted';
  compared_at: Optional<number>;
  /** When the live org listed it last. */
  seen_at: Optional<number>;
  /** The full name that had the same Salesforce id before. */
  renamed_from: Optional<string>;
}

interface VersionTable {
  org_id: string;
  type: MetadataType;
  full_name: string;
  /** From 1 for the oldest, without gaps. */
  seq: number;
  commit_id: string;
  kind: 'added' | 'changed' | 'deleted' | 'recreated' | 'unavailable';
  at: number;
  author_name: string;
  /** Salesforce user id; null where git has another's e-mail address. */
  author_id: Optional<string>;
  author_certainty: 'certain' | 'likely' | 'unknown';
  author_evidence: string;
  summary: string;
  changes: number;
  noise: number;
  message: string;
  note: Optional<string>;
  origin: 'imported' | 'captured';
  /** JSON: name and object id of each file; see server/history/version-files.ts. */
  files: string;
  path: Optional<string>;
  /** The object inside whose file its earlier versions lie; set on a part's first version. */
  earlier_in: Optional<string>;
  /** Author, summary and message in lower case, a line each. */
  search: string;
  /** Full names: what it was called before, of a first version, and after, of a deletion. Likely, not certain. */
  renamed_from: Optional<string>;
  renamed_to: Optional<string>;
}

interface LiveReadTable {
  id: string;
  org_id: string;
  subject: string;
  type: MetadataType;
  full_name: string;
  /** JSON: `ContentFile[]`, bytes in base64. */
  files: string;
  /** JSON: who, when, lane, API version, verdict. */
  meta: string;
  created_at: number;
  expires_at: number;
}

interface JobTable {
  id: string;
  org_id: string;
  kind: 'baseline';
  /** `stopping`: the org is disconnected, and whoever runs it has yet to notice. */
  state: 'queued' | 'running' | 'waiting' | 'stopping' | 'done' | 'failed';
  done: number;
  total: number;
  /** JSON: where to go on. */
  cursor: Optional<string>;
  problem: Optional<string>;
  retry_at: Optional<number>;
  lease_until: Optional<number>;
  lease_owner: Optional<string>;
  started_at: Optional<number>;
  updated_at: number;
  finished_at: Optional<number>;
}

interface PurgeTable {
  id: string;
  org_id: string;
  kind: 'text' | 'field' | 'component';
  /** The one component it is about; null: all of the org's. */
  type: Optional<MetadataType>;
  full_name: Optional<string>;
  /** Of `field`: the element whose text is taken out. */
  field: Optional<string>;
  /** Of `text`, JSON: how to know it again; see server/secrets/purged-text.ts. */
  forms: Optional<string>;
  /** Of `text`: what stands in its place. */
  marker: Optional<string>;
  made_at: number;
  /** Null until the old history is gone from the disk. */
  finished_at: Optional<number>;
}

/** How an org's login history compares with the tokens that were asked for. */
interface ReconciliationTable {
  org_id: string;
  /** Logins before this are not judged. */
  judge_from: number;
  /** When the last run that could judge began. */
  until: Optional<number>;
  state: 'waiting' | 'reconciled' | 'not_reconciled';
  /** Why not: a word of server/reconcile/state.ts. */
  reason: Optional<string>;
  /** The same as it was met, in words. */
  detail: Optional<string>;
  /** JSON: what the last run saw; see server/db/reconciliations.ts. */
  summary: Optional<string>;
  /** When the last run began, whatever came of it. */
  run_at: Optional<number>;
  next_at: number;
  lease_owner: Optional<string>;
  lease_until: Optional<number>;
}

/** Rows of LoginHistory through our apps, for as long as they may be looked at again. */
interface LoginRowTable {
  org_id: string;
  row_id: string;
  user_id: string;
  at: number;
  login_type: string;
  address: string;
  status: string;
  application: string;
  /** The alarm that names it. */
  alarm_id: Optional<string>;
}

interface LoginAlarmTable {
  id: string;
  org_id: string;
  kind: 'login_not_granted' | 'login_from_elsewhere';
  raised_at: number;
  /** When the last login was added. */
  last_at: number;
  logins: number;
  /** JSON: the first of them; see server/db/login-alarms.ts. */
  first_logins: string;
  acknowledged_at: Optional<number>;
  /** Auth0 subject. */
  acknowledged_by: Optional<string>;
  note: Optional<string>;
}

/** Sign-ins of people at Salesforce through an app of ours: logins that are no tokens' of ours. */
interface SignInTable {
  id: string;
  api_host: string;
  client_id: string;
  user_id: Optional<string>;
  begun_at: number;
  ended_at: Optional<number>;
  outcome: 'granted' | 'refused' | 'unknown';
}

interface AdminLogTable {
  seq: Generated<number>;
  at: number;
  subject: string;
  action: string;
  org_id: Optional<string>;
  /** Whose log it is in; null for what was there before and belongs to nobody any more. */
  tenant_id: Optional<string>;
  /** JSON. */
  detail: string;
}
