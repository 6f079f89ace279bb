// The process in which source-deploy-retrieve runs, signed in as the sf command line does it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { AuthInfo, Connection } from '@salesforce/core';
import {
  ComponentSet,
  type FileResponse,
  MetadataConverter,
  type MetadataMember,
  type SourceComponent,
} from '@salesforce/source-deploy-retrieve';
import { answerSteps } from './answer-steps.ts';

interface SignIn {
  readonly username: string;
  readonly clientId: string;
  readonly keyFile: string;
  readonly version?: string;
}

/** A component by its name. */
export type Member = MetadataMember;

/** A file of a source-format folder and what the client says it is. */
export interface SourceFile {
  readonly type: string;
  readonly fullName: string;
  /** Which file of the component: `metadata`, `content`, or its path in the component's folder. */
  readonly role: string;
  readonly path: string;
}

/** One file of a component that was retrieved or deployed. */
export interface Moved {
  readonly type: string;
  readonly fullName: string;
  readonly state: string;
  readonly file: string | undefined;
  readonly problem: string | undefined;
}

export interface Outcome {
  readonly status: string;
  readonly success: boolean;
  readonly moved: readonly Moved[];
  readonly response: Record<string, unknown>;
}

const projectFile =
  '{"packageDirectories":[{"path":"force-app","default":true}],"sourceApiVersion":"66.0"}\n';
const polling = { frequency: 50, timeout: 600 };

let connection: Connection | undefined;

function conn(): Connection {
  if (!connection) throw new Error('not signed in');
  return connection;
}

const plain = <Value>(value: unknown): Value => JSON.parse(JSON.stringify(value)) as Value;

const moved = (responses: readonly FileResponse[]): Moved[] =>
  responses.map((each) => ({
    type: each.type,
    fullName: each.fullName,
    state: each.state,
    file: each.filePath,
    problem: 'error' in each ? each.error : undefined,
  }));

const members = (set: ComponentSet): MetadataMember[] =>
  set.toArray().map((each) => ({
    type: typeof each.type === 'string' ? each.type : each.type.name,
    fullName: each.fullName,
  }));

function filesOf(component: SourceComponent): SourceFile[] {
  const { fullName, xml, content } = component;
  const type = component.type.name;
  const files: SourceFile[] = xml ? [{ type, fullName, role: 'metadata', path: xml }] : [];
  for (const path of component.walkContent()) {
    if (path === xml) continue;
    const role = content === undefined || path === content ? 'content' : relative(content, path);
    files.push({ type, fullName, role, path });
  }
  for (const child of component.getChildren()) {
    // A part that lies in its parent's document has no file of its own.
    if (child.xml && child.xml !== xml) files.push(...filesOf(child));
  }
  return files;
}

/** Into a project's folder `force-app`, over what is there, as `sf project retrieve start` does. */
async function retrieve(set: ComponentSet, project: string): Promise<Outcome> {
  const source = join(project, 'force-app');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(project, 'sfdx-project.json'), projectFile);
  process.chdir(project);
  const operation = await set.retrieve({ usernameOrConnection: conn(), output: source, merge: true });
  const result = await operation.pollStatus(polling.frequency, polling.timeout);
  const { zipFile: _, fileProperties: __, ...response } = result.response;
  return {
    status: String(result.response.status),
    success: result.response.success,
    moved: moved(result.getFileResponses()),
    response: plain(response),
  };
}

export const sdrSteps = {
  signIn: async (given: SignIn) => {
    const authInfo = await AuthInfo.create({
      username: given.username,
      oauth2Options: {
        clientId: given.clientId,
        privateKeyFile: given.keyFile,
        loginUrl: 'https://login.salesforce.com',
      },
    });
    connection = await Connection.create({ authInfo });
    if (given.version) connection.setApiVersion(given.version);
    return {
      orgId: authInfo.getFields().orgId,
      instanceUrl: connection.instanceUrl,
      version: connection.version,
    };
  },
  /** Everything that `listMetadata` tells of, as `sf project generate manifest --from-org` asks it. */
  list: async (given: { types?: string[] }) =>
    members(
      await ComponentSet.fromConnection(
        given.types
          ? { usernameOrConnection: conn(), metadataTypes: given.types }
          : { usernameOrConnection: conn() },
      ),
    ),
  retrieve: (given: { members: MetadataMember[]; project: string }) =>
    retrieve(new ComponentSet(given.members), given.project),
  deploy: async (given: { project: string; options?: Record<string, unknown> }): Promise<Outcome> => {
    process.chdir(given.project);
    const set = ComponentSet.fromSource(join(given.project, 'force-app'));
    const operation = await set.deploy({ usernameOrConnection: conn(), apiOptions: given.options ?? {} });
    const result = await operation.pollStatus(polling.frequency, polling.timeout);
    return {
      status: String(result.response.status),
      success: result.response.success,
      moved: moved(result.getFileResponses()),
      response: plain(result.response),
    };
  },
  /** What the client takes each file below these folders for. */
  inventory: (given: { dirs: string[] }): SourceFile[] => {
    const found = new Map<string, SourceFile>();
    for (const component of ComponentSet.fromSource(given.dirs).getSourceComponents()) {
      for (const file of filesOf(component)) found.set(`${file.type} ${file.path}`, file);
    }
    return [...found.values()];
  },
  /** Source format of `dir` as a Metadata API package in `out`. */
  convert: async (given: { dir: string; out: string }) => {
    const set = ComponentSet.fromSource(given.dir);
    const result = await new MetadataConverter().convert(set, 'metadata', {
      type: 'directory',
      outputDirectory: given.out,
    });
    return result.packagePath ?? '';
  },
};

export type SdrSteps = typeof sdrSteps;

answerSteps(sdrSteps);
