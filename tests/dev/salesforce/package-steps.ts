// Retrieves and deploys as tests ask for them; zips are made and opened by jszip, which is none of the stand-in's code.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import type { OrgOptions } from '../../../dev/salesforce/settings.ts';
import { childText, parseXml, type XmlElement } from '../../../dev/salesforce/xml.ts';
import { makeEveryTypeProject } from './every-type.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

export type Types = Readonly<Record<string, readonly string[]>>;

/** The org over the project with a component of every shape; `stop` removes the project too. */
export async function startEveryTypeOrg(options: Partial<OrgOptions> = {}): Promise<OrgUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'every-'));
  makeEveryTypeProject(join(dir, 'project'));
  const org = await startOrgUnderTest({ project: join(dir, 'project'), ...options });
  const stop = async () => {
    await org.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return new Proxy(org, { get: (target, name) => (name === 'stop' ? stop : Reflect.get(target, name)) });
}

/** Elements of that name anywhere in an answer. */
export function all(text: string, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const walk = (element: XmlElement) => {
    if (element.name === name) found.push(element);
    else element.children.forEach(walk);
  };
  walk(parseXml(text));
  return found;
}

/** An element's simple children by name. */
export function values(element: XmlElement | undefined): Record<string, string> {
  return Object.fromEntries((element?.children ?? []).map((each) => [each.name, each.text]));
}

export function typesXml(types: Types, version = '66.0'): string {
  const each = Object.entries(types).map(
    ([name, members]) =>
      `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${name}</name></types>`,
  );
  return `${each.join('')}<version>${version}</version>`;
}

export function packageXml(types: Types, version?: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${typesXml(types, version)}</Package>`;
}

export interface Retrieved {
  readonly text: string;
  readonly id: string;
  readonly result: XmlElement;
  readonly properties: readonly Record<string, string>[];
  readonly messages: readonly string[];
  readonly zip: Buffer;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Asks for a retrieve and waits for it; `more` are further elements of the request. */
export async function retrieve(
  org: OrgUnderTest,
  types: Types,
  more = '',
  how: { version?: string; token?: string } = {},
): Promise<Retrieved> {
  const request = `<retrieveRequest><apiVersion>66.0</apiVersion>${more}<unpackaged>${typesXml(types, how.version)}</unpackaged></retrieveRequest>`;
  const asked = await org.soap(`<retrieve>${request}</retrieve>`, how.token ? { token: how.token } : {});
  const [queued] = all(asked.text, 'result');
  const id = (queued && childText(queued, 'id')) ?? '';
  return check(org, id, how.token);
}

export async function check(org: OrgUnderTest, id: string, token?: string): Promise<Retrieved> {
  for (let turn = 0; turn < 100; turn += 1) {
    const { text } = await org.soap(
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`,
      token ? { token } : {},
    );
    const [result] = all(text, 'result');
    if (!result) throw new Error(text);
    if (childText(result, 'done') !== 'true') continue;
    const zip = Buffer.from(childText(result, 'zipFile') ?? '', 'base64');
    return {
      text,
      id,
      result,
      properties: all(text, 'fileProperties').map(values),
      messages: all(text, 'messages').map((each) => childText(each, 'problem') ?? ''),
      zip,
      files: zip.length > 0 ? await unzipped(zip) : {},
    };
  }
  throw new Error('never done');
}

export async function unzipped(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const files: Record<string, string> = {};
  for (const file of Object.values(zip.files)) files[file.name] = await file.async('string');
  return files;
}

export async function zipped(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [path, text] of Object.entries(files)) zip.file(path, text);
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

export interface Deployed {
  readonly id: string;
  readonly result: Record<string, string>;
  readonly successes: readonly Record<string, string>[];
  readonly failures: readonly Record<string, string>[];
}

export const safely = '<rollbackOnError>true</rollbackOnError><singlePackage>true</singlePackage>';

/** Deploys files, with the elements of DeployOptions, and waits. */
export async function deploy(
  org: OrgUnderTest,
  files: Readonly<Record<string, string>> | Buffer,
  options = safely,
  token?: string,
): Promise<Deployed> {
  const bytes = Buffer.isBuffer(files) ? files : await zipped(files);
  const asked = await org.soap(
    `<deploy><ZipFile>${bytes.toString('base64')}</ZipFile><DeployOptions>${options}</DeployOptions></deploy>`,
    token ? { token } : {},
  );
  const [queued] = all(asked.text, 'result');
  if (!queued) throw new Error(asked.text);
  return deployed(org, childText(queued, 'id') ?? '', token);
}

export async function deployed(org: OrgUnderTest, id: string, token?: string): Promise<Deployed> {
  for (let turn = 0; turn < 100; turn += 1) {
    const { text } = await org.soap(
      `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`,
      token ? { token } : {},
    );
    const [result] = all(text, 'result');
    if (!result) throw new Error(text);
    if (childText(result, 'done') !== 'true') continue;
    return {
      id,
      result: values(result),
      successes: all(text, 'componentSuccesses').map(values),
      failures: all(text, 'componentFailures').map(values),
    };
  }
  throw new Error('never done');
}
