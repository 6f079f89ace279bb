// Apps that an admin creates in the org, by the control port.

import { type AppView, assignApp, blockApp, createApp, deleteApp, uploadCertificate } from '../apps.ts';
import type { Org } from '../state/org.ts';
import { BadRequest, type Body, checked, textOf } from './problem.ts';

/** `name`, and `certificate` when there is one already; answers with the consumer key. */
export function create(org: Org, { name, certificate }: Body): AppView {
  const given = certificate === undefined ? {} : { certificate: textOf(certificate, 'certificate') };
  return checked(() => createApp(org, { name: textOf(name, 'name'), ...given }));
}

/** Empty text takes the certificate away. */
export function certify(org: Org, { clientId, certificate }: Body): AppView {
  if (typeof certificate !== 'string') throw new BadRequest('certificate is a text');
  return checked(() => uploadCertificate(org, textOf(clientId, 'clientId'), certificate));
}

/** `usernames`: all who may use it. */
export function setAssigned(org: Org, { clientId, usernames }: Body): AppView {
  if (!Array.isArray(usernames) || usernames.some((each) => typeof each !== 'string'))
    throw new BadRequest('usernames is a list of texts');
  return checked(() => assignApp(org, textOf(clientId, 'clientId'), usernames as string[]));
}

export function block(org: Org, { clientId, blocked }: Body): AppView {
  if (typeof blocked !== 'boolean') throw new BadRequest('blocked is true or false');
  return checked(() => blockApp(org, textOf(clientId, 'clientId'), blocked));
}

export function removeApp(org: Org, { clientId }: Body): { closed: number } {
  return checked(() => deleteApp(org, textOf(clientId, 'clientId')));
}
