// Reads and edits a permission set's document the way its Setup page needs.

import { childText, parseXml } from '../xml.ts';

export interface FieldAccess {
  readonly field: string;
  readonly readable: boolean;
  readonly editable: boolean;
}

export interface Permissions {
  readonly system: readonly string[];
  readonly fields: readonly FieldAccess[];
  readonly objects: readonly string[];
}

export function readPermissions(text: string): Permissions {
  const empty: Permissions = { system: [], fields: [], objects: [] };
  try {
    const root = parseXml(text);
    const of = (name: string) => root.children.filter((each) => each.name === name);
    return {
      system: of('userPermissions')
        .filter((each) => childText(each, 'enabled') === 'true')
        .map((each) => childText(each, 'name') ?? ''),
      fields: of('fieldPermissions').map((each) => ({
        field: childText(each, 'field') ?? '',
        readable: childText(each, 'readable') === 'true',
        editable: childText(each, 'editable') === 'true',
      })),
      objects: of('objectPermissions').map((each) => childText(each, 'object') ?? ''),
    };
  } catch {
    return empty;
  }
}

/** Gives or takes a system permission. */
export function setSystemPermission(text: string, name: string, enabled: boolean): string {
  const without = text.replace(blockWith('userPermissions', 'name', name), '');
  if (!enabled) return without;
  const block = `    <userPermissions>\n        <enabled>true</enabled>\n        <name>${name}</name>\n    </userPermissions>\n`;
  const last = without.lastIndexOf('</PermissionSet>');
  return `${without.slice(0, last)}${block}${without.slice(last)}`;
}

/** Sets a field's access where the document has the field. */
export function setFieldAccess(text: string, access: FieldAccess): string {
  return text.replace(blockWith('fieldPermissions', 'field', access.field), (block) =>
    block
      .replace(/<editable>\w+<\/editable>/, `<editable>${access.editable}</editable>`)
      .replace(/<readable>\w+<\/readable>/, `<readable>${access.readable}</readable>`),
  );
}

function blockWith(list: string, key: string, value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `[ \\t]*<${list}>(?:(?!</${list}>)[\\s\\S])*?<${key}>${literal}</${key}>(?:(?!</${list}>)[\\s\\S])*</${list}>\\r?\\n?`,
  );
}
