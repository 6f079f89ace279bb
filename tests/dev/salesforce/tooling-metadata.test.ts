// The Metadata field of Tooling: typed values, nulls for what is absent, each version its own.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { flowText } from './tiny-project.ts';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest();
});
afterAll(() => org.stop());

const flowOf = async (where: string) =>
  (await org.query(`SELECT Id, FullName, Metadata, Status FROM Flow WHERE ${where}`)).json().records[0];

describe('a flow’s Metadata', () => {
  test('has booleans, numbers and texts as what they are', async () => {
    const { FullName, Metadata } = await flowOf("Definition.DeveloperName = 'Route' AND VersionNumber = 2");
    expect(FullName).toBe('Route-2');
    expect(Metadata).toMatchObject({
      label: 'Route leads',
      status: 'Active',
      urls: null,
      description: null,
      isTemplate: null,
      start: null,
      loops: [],
      variables: [{ name: 'count', isInput: true, isOutput: false, scale: 0, value: null, apexClass: null }],
    });
    expect(Object.keys(Metadata)).toEqual(Object.keys(Metadata).toSorted());
    expect(Metadata).not.toHaveProperty('fullName');
    const [decision] = Metadata.decisions;
    expect(decision).toMatchObject({ label: 'Is it big & new?', locationX: 176, defaultConnector: null });
    const [big, named] = decision.rules[0].conditions;
    expect([big.rightValue.numberValue, big.rightValue.stringValue]).toEqual([1000, null]);
    expect(named.rightValue.stringValue).toBe('true');
  });

  test('writes doubles with their point and integers without', async () => {
    const { text } = await org.query(
      "SELECT Metadata FROM Flow WHERE Definition.DeveloperName = 'Route' AND VersionNumber = 2",
    );
    expect(text).toContain('"apiVersion":66.0');
    expect(text).toContain('"numberValue":1000.0');
    expect(text).toContain('"locationX":176,');
  });

  test('is each version’s own; one that was active is obsolete', async () => {
    const first = await flowOf("Definition.DeveloperName = 'Route' AND VersionNumber = 1");
    expect([first.Status, first.Metadata.status, first.Metadata.label]).toEqual([
      'Obsolete',
      'Obsolete',
      'Route',
    ]);
    const draft = await flowOf("Definition.DeveloperName = 'Draft_Only'");
    expect([draft.Status, draft.Metadata.status]).toEqual(['Draft', 'Draft']);
  });
});

test('a definition names its active and its latest version', async () => {
  const rows = (
    await org.query(
      'SELECT DeveloperName, ActiveVersionId, LatestVersionId, ActiveVersion.VersionNumber FROM FlowDefinition ORDER BY DeveloperName',
    )
  ).json().records;
  expect(rows[0]).toMatchObject({ DeveloperName: 'Draft_Only', ActiveVersionId: null, ActiveVersion: null });
  expect(rows[1].ActiveVersionId).toBe(rows[1].LatestVersionId);
  expect(rows[1].ActiveVersion.VersionNumber).toBe(2);
});

test('a version saved without activating it leaves the active one, also after a restart', async () => {
  const files = { metadata: flowText('Route, draft', 'Draft') };
  await org.control('/edit', { type: 'Flow', fullName: 'Route', files, activate: false });
  const soql =
    "SELECT ActiveVersion.VersionNumber, LatestVersion.VersionNumber FROM FlowDefinition WHERE DeveloperName = 'Route'";
  const numbers = async () => {
    const { ActiveVersion, LatestVersion } = (await org.query(soql)).json().records[0];
    return [ActiveVersion.VersionNumber, LatestVersion.VersionNumber];
  };
  expect(await numbers()).toEqual([2, 3]);
  await org.restart();
  expect(await numbers()).toEqual([2, 3]);
});

test('a class has its body, its settings and its name', async () => {
  const row = (
    await org.query("SELECT FullName, Body, Metadata, ApiVersion FROM ApexClass WHERE Name = 'Lead'")
  ).json().records[0];
  expect(row).toMatchObject({
    FullName: 'Lead',
    Body: 'public class Lead {\n  // two\n}\n',
    ApiVersion: 66,
    Metadata: { apiVersion: 66, status: 'Active', packageVersions: [], urls: null },
  });
});
