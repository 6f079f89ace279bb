// Where source format keeps the files of a component: each function gives paths with their texts.

export type Files = Readonly<Record<string, string>>;

export const base = 'force-app/main/default';

type Path = (...names: string[]) => string;
type Row = readonly [name: string, text: string];

/** Name as Salesforce writes it in a file name: blanks stay, brackets and the like do not. */
const escaped = (name: string) =>
  name.replace(/[()%/&]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const document =
  (directory: string, suffix: string): Path =>
  (name = '') =>
    `${base}/${directory}/${escaped(name)}.${suffix}-meta.xml`;
const part =
  (directory: string, suffix: string): Path =>
  (object = '', name = '') =>
    `${base}/objects/${object}/${directory}/${name}.${suffix}-meta.xml`;

/** Paths of documents that stand alone, by the component's name. */
export const pathOf = {
  application: document('applications', 'app'),
  approvalProcess: document('approvalProcesses', 'approvalProcess'),
  customMetadata: document('customMetadata', 'md'),
  customPermission: document('customPermissions', 'customPermission'),
  duplicateRule: document('duplicateRules', 'duplicateRule'),
  externalCredential: document('externalCredentials', 'externalCredential'),
  flexiPage: document('flexipages', 'flexipage'),
  flow: document('flows', 'flow'),
  globalValueSet: document('globalValueSets', 'globalValueSet'),
  group: document('groups', 'group'),
  layout: document('layouts', 'layout'),
  messageChannel: document('messageChannels', 'messageChannel'),
  mutingSet: document('mutingpermissionsets', 'mutingpermissionset'),
  namedCredential: document('namedCredentials', 'namedCredential'),
  notification: document('notificationtypes', 'notiftype'),
  path: document('pathAssistants', 'pathAssistant'),
  permissionSet: document('permissionsets', 'permissionset'),
  permissionSetGroup: document('permissionsetgroups', 'permissionsetgroup'),
  profile: document('profiles', 'profile'),
  queue: document('queues', 'queue'),
  quickAction: document('quickActions', 'quickAction'),
  remoteSite: document('remoteSiteSettings', 'remoteSite'),
  reportType: document('reportTypes', 'reportType'),
  role: document('roles', 'role'),
  tab: document('tabs', 'tab'),
  trustedUrl: document('cspTrustedSites', 'cspTrustedSite'),
} as const;

/** Paths of what Object Manager shows, by object and name. */
export const pathIn = {
  object: (object: string) => `${base}/objects/${object}/${object}.object-meta.xml`,
  businessProcess: part('businessProcesses', 'businessProcess'),
  compactLayout: part('compactLayouts', 'compactLayout'),
  field: part('fields', 'field'),
  fieldSet: part('fieldSets', 'fieldSet'),
  listView: part('listViews', 'listView'),
  recordType: part('recordTypes', 'recordType'),
  rule: part('validationRules', 'validationRule'),
  webLink: part('webLinks', 'webLink'),
} as const;

export const apexPath = (name: string) => `${base}/classes/${name}.cls`;
export const triggerPath = (name: string) => `${base}/triggers/${name}.trigger`;
export const lwcPath = (name: string, ending: string) => `${base}/lwc/${name}/${name}.${ending}`;
export const auraPath = (name: string, ending: string) => `${base}/aura/${name}/${name}${ending}`;

/** Files of rows that are all of one kind. */
export const files = (path: Path, rows: readonly Row[]): Files =>
  Object.fromEntries(rows.map(([name, text]) => [path(name), text]));

export const flow = (name: string, text: string): Files => ({ [pathOf.flow(name)]: text });
export const permissions = (name: string, text: string): Files => ({ [pathOf.permissionSet(name)]: text });

/** Every row's files together. */
export const all = (rows: readonly Row[], make: (name: string, text: string) => Files): Files =>
  Object.assign({}, ...rows.map(([name, text]) => make(name, text)));
