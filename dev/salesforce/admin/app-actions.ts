// What the forms of created apps do: create, exchange the certificate, assign, block, delete.

import { block, certify, create, removeApp, setAssigned } from '../control/apps.ts';
import type { Action } from './actions.ts';
import { asBody } from './form-values.ts';

const page = () => '/admin/app';
const clientIdOf = (form: URLSearchParams) => form.get('clientId') ?? '';

export const appActions: Readonly<Record<string, Action>> = {
  'app-new': {
    page,
    run: async (org, form) => {
      const { name, clientId } = create(org, asBody(form, ['name']));
      return { said: `${name} is created; its consumer key is ${clientId}.` };
    },
  },
  'app-certificate': {
    page,
    run: async (org, form) => {
      const certificate = form.get('certificate') ?? '';
      const { name, certificateEnds } = certify(org, { clientId: clientIdOf(form), certificate });
      const said = certificateEnds === undefined ? 'has no certificate now' : 'has another certificate now';
      return { said: `${name} ${said}.` };
    },
  },
  'app-assign': {
    page,
    run: async (org, form) => {
      const usernames = (form.get('usernames') ?? '').split(/\s+/).filter(Boolean);
      const { name, assigned } = setAssigned(org, { clientId: clientIdOf(form), usernames });
      return { said: `${name} is assigned to ${assigned.length === 0 ? 'nobody' : assigned.join(', ')}.` };
    },
  },
  'app-block': {
    page,
    run: async (org, form) => {
      const { name, blocked } = block(org, {
        clientId: clientIdOf(form),
        blocked: form.get('blocked') === 'yes',
      });
      return { said: `${name} is ${blocked ? 'blocked' : 'no longer blocked'}.` };
    },
  },
  'app-delete': {
    page,
    run: async (org, form) => {
      const { closed } = removeApp(org, { clientId: clientIdOf(form) });
      return { said: `The app is gone, and ${closed} of its sessions.` };
    },
  },
};
