// A form for settings of any object, made from the values they have, and what comes back from it.

import { type Markup, markup } from './markup.ts';
import { choice, field, hidden } from './parts.ts';

type Words = Readonly<Record<string, readonly string[]>>;

/** Fields for the named settings: a tick, a number, a text, a choice, or a list with a line for each. */
export function settingsForm(
  action: string,
  settings: object,
  names: readonly string[],
  words: Words,
  labels: Readonly<Record<string, string>>,
): Markup {
  const values = settings as Record<string, unknown>;
  return markup`<form method="post" action="/admin/do/${action}" class="stack">${hidden({ names: names.join(' ') })}<div class="fields">${names.map((name) => control(name, values[name], words[name], labels[name] ?? spaced(name)))}</div><button class="main">Set</button></form>`;
}

function control(name: string, value: unknown, words: readonly string[] | undefined, label: string): Markup {
  if (typeof value === 'boolean')
    return markup`<label class="tick"><input type="checkbox" name="${name}" value="yes"${value && markup` checked`}> ${label}</label>`;
  if (words)
    return field(
      label,
      name,
      choice(
        name,
        words.map((word) => [word, word] as const),
        String(value),
      ),
    );
  if (Array.isArray(value))
    return field(
      label,
      name,
      markup`<textarea name="${name}" id="${name}" rows="3" spellcheck="false">${`\n${value.join('\n')}`}</textarea>`,
      'One on each line.',
    );
  const type = typeof value === 'string' ? 'text' : 'number';
  const shown = value === null ? '' : String(value);
  return field(
    label,
    name,
    markup`<input type="${type}" name="${name}" id="${name}" value="${shown}" step="any"${value === null && markup` placeholder="not set"`}>`,
  );
}

/** The values of such a form, in the kinds that the settings have now. */
export function settingsOf(form: URLSearchParams, settings: object): Record<string, unknown> {
  const before = settings as Record<string, unknown>;
  const given: Record<string, unknown> = {};
  for (const name of (form.get('names') ?? '').split(' ').filter((each) => Object.hasOwn(before, each))) {
    const text = (form.get(name) ?? '').trim();
    const value = before[name];
    if (typeof value === 'boolean') given[name] = text === 'yes';
    else if (typeof value === 'string') given[name] = text;
    else if (Array.isArray(value)) given[name] = text.split(/\s*\n\s*/).filter((line) => line !== '');
    else given[name] = text === '' ? null : Number(text);
  }
  return given;
}

/** `loginRateExceeded` as “Login rate exceeded”. */
function spaced(name: string): string {
  const words = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
