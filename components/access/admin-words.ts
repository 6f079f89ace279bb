// What an entry of the administrative log says, as a sentence.

import { isMetadataType, typeRegistry } from '#core/component.ts';
import type { AdminAction, KeyAction } from '../../contract/audit.ts';
import type { OutputOf } from '../../contract/index.ts';

type Entry = OutputOf<'admin.list'>['entries'][number];

const roles: Readonly<Record<string, string>> = {
  owner: 'owner',
  release_manager: 'release manager',
  viewer: 'viewer',
};

const states: Readonly<Record<string, string>> = {
  invited: 'not linked',
  signing_in: 'signing in',
  probing: 'being checked',
  connected: 'connected',
  locked: 'locked',
  revoked: 'revoked at Salesforce',
  blocked: 'blocked at Salesforce',
  disconnected: 'disconnected',
};

const purged: Readonly<Record<string, string>> = {
  text: 'A text',
  field: 'A field’s values',
  component: 'A component',
};

type Words = (detail: (name: string) => string, entry: Entry) => string;

/** A new action does not compile before it has words. */
const sentences: Readonly<Record<AdminAction | KeyAction, Words>> = {
  'tenant.create': (of) => `Account ${of('name')} created`,
  'member.role': (of) => `${of('member')} made ${called(roles, of('role'))}`,
  'member.name': (of) => `Name of ${of('member')} changed`,
  'member.remove': (of) => `${of('member')} removed, who was ${called(roles, of('role'))}`,
  'org.connect': (of, { org }) => `${org} connected, with the Salesforce user ${of('username')}`,
  'org.replace': (of) => `Another org connected in place of the one that answered at ${of('apiHost')}`,
  'org.claim_refused': (_, { org }) => `Somebody of another account tried to connect ${org}, and was refused`,
  'org.key_made': (of) => `Signing key made for ${of('apiHost')}, SHA-256 ${of('fingerprint')}`,
  'org.app_named': (of) => `${of('apiHost')} goes by its own app, consumer key ${of('clientId')}`,
  'org.app_left': (of, { detail }) =>
    `${of('apiHost')} goes ${
      detail.done === true
        ? 'by the installation’s app'
        : 'back to the installation’s app once Salesforce accepts it'
    }`,
  'org.app_kept': (of) => `${of('apiHost')} stays with its own app`,
  'alarm.acknowledge': (of, { org, detail }) =>
    `Alarm closed about ${of('logins')} ${detail.logins === 1 ? 'login' : 'logins'} at ${org} that nobody here asked for${
      detail.note === undefined ? '' : `: ${of('note')}`
    }`,
  'org.integration_renamed': (of, { org }) =>
    `The integration user of ${org} is called ${of('username')} now; before: ${of('before')}`,
  'org.disconnect': (of, { detail }) =>
    `${of('name')} disconnected; its history was ${of('history') === 'keep' ? 'kept' : 'deleted'}${
      detail.revoked === false ? '. Salesforce did not confirm that every token in use is dead' : ''
    }`,
  'org.block': (_, { org }) => `${org} blocked: Salesforce gives no token for anybody there`,
  'org.unblock': (_, { org }) => `${org} open again: Salesforce gave a token`,
  'connection.change': (of) =>
    `Connection of ${of('person')}: ${called(states, of('from'))} → ${called(states, of('to'))}`,
  'connect.blocked': (of) => `Connecting shut for ${of('seconds')} seconds, after too many failures`,
  'user.link': (of) => `Salesforce user ${of('username')} linked`,
  'user.unlink': () => 'Salesforce user unlinked',
  'history.commit': (of) => `${typeName(of('type'))} ${of('fullName')} committed`,
  'history.keep': (of) => `History kept in ${of('repository')}`,
  'history.purge': (of, { detail }) =>
    `${purged[of('what')] ?? of('what')} taken out of history for good${
      detail.fullName === undefined ? '' : `, of ${typeName(of('type'))} ${of('fullName')}`
    }; versions that held it: ${of('versions')}`,
  'history.import': (of, { org }) =>
    `History of ${org} read from the project ${of('project')}, ${of('rev')} at ${of('tip').slice(0, 12)}`,
  'people.read': (of, { org }) => `Names of people in the history of ${org} read, ${of('names')} of them`,
  'person.erase': (of) => `A person’s name erased from history; versions that said it: ${of('versions')}`,
  'database.grant': (of) =>
    `Database role ${of('role')} let use the API’s database, where every account’s data is`,
  'database.copy': (of) => `The API’s database, where every account’s data is, copied to ${of('to')}`,
  'key.made': (of, entry) => {
    if (of('state') === 'next')
      return `Next signing ${key(of)} made for ${whose(entry)}; the one in use stays until Salesforce accepts it`;
    return of('state') === 'in_use'
      ? `Signing ${key(of)} recorded, and in use for ${whose(entry)}`
      : `Signing ${key(of)} made for an app of ${whose(entry)}’s own`;
  },
  'key.app_named': (of, entry) =>
    `App of ${whose(entry)}’s own named, consumer key ${of('clientId')}, with signing ${key(of)}`,
  'key.accepted': (of, { org }) => `Salesforce accepted signing ${key(of)} in ${org}`,
  'key.next': (of, entry) => `Signing ${key(of)} is the next of ${whose(entry)}, once Salesforce accepts it`,
  'key.in_use': (of, entry) => `Signing ${key(of)} in use for ${whose(entry)}`,
  'key.retired': (of, entry) =>
    `Signing ${key(of)} of ${whose(entry)} retired: nothing is signed with it any more`,
  'key.destroyed': (of, entry) =>
    entry.detail.reason === undefined
      ? `Signing ${key(of)} of ${whose(entry)} destroyed`
      : `Signing ${key(of)} of ${whose(entry)} given up`,
  'key.leaving': (of, entry) =>
    `Signing ${key(of)} of ${whose(entry)} stays in use until Salesforce accepts the installation’s app`,
  'key.kept': (of, entry) => `Signing ${key(of)} stays ${whose(entry)}’s, and the own app with it`,
  'records.grant': (of) =>
    `Database role ${of('role')} let use the delegation service’s database, where every account’s records are`,
  'records.copy': (of) =>
    `The delegation service’s database, where every account’s records are, copied to ${of('to')}`,
  'log.read': () => 'A person looked for in the account’s audit log, to be erased from it',
  'log.export': () => 'The account’s audit log exported to a file',
  'log.erase': () => 'A person erased from the account’s audit log; the log itself says which entries',
  'log.retain': () =>
    'Texts of the account’s audit log erased whose time was over; the log itself says which',
  'log.key_rotated': () =>
    'The key that signs the audit log exchanged: the one before signed its successor and was destroyed',
};

/** As the command line shows it; where a key is made, the whole fingerprint stands below. */
const key = (of: (name: string) => string) => `key ${of('fingerprint').slice(0, 16)}`;
const whose = ({ org, detail }: Entry) =>
  detail.installation === true ? 'the whole installation' : (org ?? 'unknown');

const typeName = (type: string) => (isMetadataType(type) ? typeRegistry[type].label : type);

function called(names: Readonly<Record<string, string>>, word: string): string {
  return names[word] ?? word;
}

/** What this version has no words for is shown as it was written. */
export function adminWords(entry: Entry): string {
  const { action, detail } = entry;
  const known = Object.hasOwn(sentences, action) ? sentences[action as keyof typeof sentences] : undefined;
  if (known) return known((name) => String(detail[name] ?? 'unknown'), entry);
  const facts = Object.entries(detail).map(([name, value]) => `${name} ${value}`);
  return [action, ...facts].join(', ');
}
