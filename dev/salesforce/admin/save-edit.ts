// Saves what the form of a component's page holds: only the files that differ from what the org has.

import { edit, typeOf } from '../control/components.ts';
import { BadRequest, textOf } from '../control/problem.ts';
import type { Org } from '../state/org.ts';
import { asBefore, filesOf } from './editor.ts';
import { asBody, utc } from './form-values.ts';

export function componentPage(form: URLSearchParams): string {
  const named = { type: form.get('type') ?? '', fullName: form.get('fullName') ?? '' };
  return `/admin/component?${new URLSearchParams(named)}`;
}

export async function saveEdit(org: Org, form: URLSearchParams): Promise<{ said: string; to: string }> {
  const type = typeOf(form.get('type'));
  const fullName = textOf(form.get('fullName'), 'fullName');
  const existing = org.components.byName(type, fullName);
  const before = await filesOf(org, type, fullName, existing);
  const files: Record<string, string> = {};
  for (const [name, sent] of form) {
    if (!name.startsWith('file:')) continue;
    const role = name.slice('file:'.length);
    const old = before.find((each) => each.role === role)?.text;
    const text = asBefore(sent, old);
    if (!existing || text !== old) files[role] = text;
  }
  if (Object.keys(files).length === 0) throw new BadRequest('Nothing differs from what the org has.');
  const when = form.get('at');
  await edit(org, {
    ...asBody(form, ['type', 'fullName', 'by', 'display']),
    files,
    ...(when ? { at: utc(when) } : {}),
    ...(form.get('inactive') === 'yes' ? { activate: false } : {}),
  });
  return { said: `Saved as ${form.get('by')}.`, to: componentPage(form) };
}
