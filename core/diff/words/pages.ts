// Words for what people see: page layouts, Lightning pages, apps, actions.

import type { Canon } from '../../metadata/canonical.ts';
import type { WordTable } from './type-words.ts';

const actions = `
  platformActionListItems Action
  quickActionListItems Action`;

const behaviors: Readonly<Record<string, string>> = {
  Edit: 'editable',
  Readonly: 'read-only',
  Required: 'required',
};

const kinds: readonly (readonly [tag: string, noun: string])[] = [
  ['field', 'field'],
  ['customLink', 'custom link'],
  ['page', 'Visualforce page'],
  ['component', 'component'],
  ['scontrol', 'S-control'],
  ['canvas', 'canvas app'],
  ['reportChartComponent', 'report chart'],
  ['emptySpace', 'blank space'],
];

const has = (item: Canon, name: string) => item.children.some(({ tag }) => tag === name);

/** The type of an action goes without saying. */
function actionName(item: Canon): string | undefined {
  return item.tag === 'platformActionListItems'
    ? item.children.find(({ tag }) => tag === 'actionName')?.text
    : undefined;
}

export const pageWords: Readonly<Record<string, WordTable>> = {
  Layout: {
    nouns: `${actions}
      detailHeading heading on the detail page
      editHeading heading on the edit page
      excludeButtons Hidden button
      layoutColumns column
      layoutSections Section
      miniLayout Mini page layout
      multilineLayoutFields Multi-line layout field
      quickActionList Actions
      relatedLists/fields column
      relatedLists/excludeButtons hidden button
      sortField sort by
      summaryLayout Highlights panel`,
    silent: 'quickActionList platformActionList relatedContent',
    gist: 'behavior layoutItems',
    value: (tag, text) =>
      tag === 'behavior' && Object.hasOwn(behaviors, text) ? behaviors[text] : undefined,
    noun: (item) => (item.tag === 'layoutItems' ? kinds.find(([tag]) => has(item, tag))?.[1] : undefined),
    // The text that is its key; an unnamed space has none.
    name: (item) => (item.tag === 'layoutItems' && has(item, 'emptySpace') ? ' ' : actionName(item)),
  },
  FlexiPage: {
    nouns: `${actions}
      booleanFilter filter logic
      componentInstanceProperties property
      componentInstances Component
      criteria criterion
      fieldInstanceProperties property
      flexiPageRegions Region
      sobjectType Object
      template Template
      visibilityRule visibility`,
    silent: 'componentInstance fieldInstance valueList quickActionList platformActionlist',
    gist: `
      value componentInstanceProperties fieldInstanceProperties properties
      name template`,
    noun: (item) => {
      if (item.tag !== 'itemInstances') return undefined;
      return has(item, 'fieldInstance') ? 'field' : 'component';
    },
    name: (item) => {
      if (item.tag !== 'itemInstances') return actionName(item);
      const inner = item.children.find(({ tag }) => tag === 'componentInstance' || tag === 'fieldInstance');
      const text = (name: string) => inner?.children.find(({ tag }) => tag === name)?.text;
      const kind = text('componentName') ?? text('fieldItem')?.replace(/^Record\./, '');
      return kind && kind !== item.key ? `${kind} (${item.key})` : kind;
    },
  },
  QuickAction: {
    nouns: `
      fieldOverrides Predefined field value
      quickActionLayoutColumns Column
      quickActionLayoutItems field
      quickActionParameters Parameter
      targetObject Target object
      uiBehavior behavior`,
    silent: 'quickActionLayout',
    value: (tag, text) =>
      tag === 'uiBehavior' && Object.hasOwn(behaviors, text) ? behaviors[text] : undefined,
    gist: 'uiBehavior quickActionLayoutItems',
    name: () => undefined,
  },
  CustomApplication: {
    nouns: `
      actionOverrides Action override
      defaultLandingTab Landing tab
      formFactors Form factor
      navType Navigation style
      profileActionOverrides Action override
      tabs Tab
      subscriberTabs Tab added by the subscriber
      workspaceConfig Workspace`,
    gist: 'tab mappings',
  },
  AppMenu: { nouns: 'appMenuItems App' },
  PathAssistant: {
    nouns: `
      pathAssistantSteps Step
      fieldNames key field
      info guidance for success`,
  },
  HomePageLayout: { nouns: 'narrowComponents Narrow component\n wideComponents Wide component' },
};
