// Every change of the API database's schema, oldest first.

import type { Migration } from '../migrate.ts';
import * as first from './0001-first.ts';
import * as otherIds from './0002-other-ids.ts';
import * as onePerson from './0003-one-person-for-a-user.ts';
import * as adminLog from './0004-admin-log-for-good.ts';
import * as filesOfVersion from './0005-files-of-a-version.ts';
import * as earlierIn from './0006-earlier-in-object.ts';
import * as findVersions from './0007-find-versions.ts';
import * as secrets from './0008-secrets.ts';
import * as stateOfLink from './0009-state-of-a-link.ts';
import * as sharedByServers from './0010-shared-by-servers.ts';
import * as moreTypes from './0011-more-types.ts';
import * as itemsOfFiles from './0012-items-of-files.ts';
import * as logOfAccount from './0013-log-of-an-account.ts';
import * as reasonOfBlock from './0014-reason-of-a-block.ts';
import * as workerBeats from './0015-worker-beats.ts';
import * as namesOfPeople from './0016-names-of-people.ts';
import * as purges from './0017-purges.ts';
import * as logByTime from './0018-log-by-time.ts';
import * as reconciliation from './0019-reconciliation.ts';
import * as historyBeingRead from './0020-history-being-read.ts';

export const migrations: readonly Migration[] = [
  { name: '0001-first', up: first.up },
  { name: '0002-other-ids', up: otherIds.up },
  { name: '0003-one-person-for-a-user', up: onePerson.up },
  { name: '0004-admin-log-for-good', up: adminLog.up },
  { name: '0005-files-of-a-version', up: filesOfVersion.up },
  { name: '0006-earlier-in-object', up: earlierIn.up },
  { name: '0007-find-versions', up: findVersions.up },
  { name: '0008-secrets', up: secrets.up },
  { name: '0009-state-of-a-link', up: stateOfLink.up },
  { name: '0010-shared-by-servers', up: sharedByServers.up },
  { name: '0011-more-types', up: moreTypes.up },
  { name: '0012-items-of-files', up: itemsOfFiles.up },
  { name: '0013-log-of-an-account', up: logOfAccount.up },
  { name: '0014-reason-of-a-block', up: reasonOfBlock.up },
  { name: '0015-worker-beats', up: workerBeats.up },
  { name: '0016-names-of-people', up: namesOfPeople.up },
  { name: '0017-purges', up: purges.up },
  { name: '0018-log-by-time', up: logByTime.up },
  { name: '0019-reconciliation', up: reconciliation.up },
  { name: '0020-history-being-read', up: historyBeingRead.up },
];
