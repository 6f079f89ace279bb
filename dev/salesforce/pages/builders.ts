// Which builder an address opens: Flow Builder, App Builder, the Path wizard, OmniStudio's designers.

import type { Exchange, Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { builderDocument, problem, regions, toolbox } from './builder-page.ts';
import { describeComponent } from './describe.ts';
import { flowBuilder } from './flow-builder.ts';

interface Builder {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly empty: string;
  readonly back: string;
  readonly tools: readonly string[];
  readonly buttons: readonly string[];
}

const builders: Readonly<Record<string, Builder>> = {
  '/visualEditor/appBuilder.app': {
    name: 'Lightning App Builder',
    parameters: ['pageId', 'id'],
    empty: 'New Lightning Page',
    back: '/lightning/setup/FlexiPageList/home',
    tools: [
      'Components',
      'Fields',
      'Accordion',
      'Highlights Panel',
      'Path',
      'Related Lists',
      'Rich Text',
      'Tabs',
    ],
    buttons: ['Undo', 'Save', 'Activation'],
  },
  '/setup_sales_pathassistant/paSetupWizard.app': {
    name: 'Path Settings',
    parameters: ['pathAssistantId'],
    empty: 'New Path',
    back: '/lightning/setup/PathAssistantSetupHome/home',
    tools: ['Name Your Path', 'Select Fields and Guidance', 'Activate Your Path'],
    buttons: ['Cancel', 'Back', 'Next'],
  },
  '/builder_omnistudio/omnistudioBuilder.app': {
    name: 'Omnistudio',
    parameters: ['id'],
    empty: 'New',
    back: '/lightning/page/home',
    tools: ['Actions', 'Display', 'Functions', 'Groups', 'Inputs'],
    buttons: ['Preview', 'Save', 'Activate Version'],
  },
  '/builder_industries_interaction_rule/industriesBuilder.app': {
    name: 'Integration Procedure',
    parameters: ['recordId'],
    empty: 'New Integration Procedure',
    back: '/lightning/page/home',
    tools: ['Actions', 'Groups', 'Structure'],
    buttons: ['Preview', 'Activate Version'],
  },
};

/** Undefined for every other address. */
export async function builderPage(org: Org, call: Exchange): Promise<Reply | undefined> {
  if (call.path === '/builder_platform_interaction/flowBuilder.app') return flowBuilder(org, call);
  const of = Object.hasOwn(builders, call.path) ? builders[call.path] : undefined;
  if (!of) return undefined;
  const id = of.parameters.map((name) => call.query.get(name)).find((value) => value !== null);
  const component = id ? org.components.byId(id) : undefined;
  const shown = component && (await describeComponent(org, component));
  const heading = shown?.label ?? of.empty;
  const page = {
    title: `${heading} | ${of.name}`,
    builder: of.name,
    heading,
    back: of.back,
    buttons: of.buttons,
  };
  if (id && !shown)
    return builderDocument(org, {
      ...page,
      body: problem('We can’t find what you asked for. It may have been deleted.'),
    });
  const parts = (shown?.lists ?? []).flatMap((list) =>
    list.rows.map(
      (row) =>
        [
          list.heading,
          row
            .filter(Boolean)
            .join(' · ')
            .replace(/<[^>]*>/g, ''),
        ] as const,
    ),
  );
  const values = parts.length > 0 ? parts : (shown?.details ?? []);
  return builderDocument(org, {
    ...page,
    body: toolbox(of.tools[0] ?? '', of.tools.slice(1)) + regions(values),
  });
}
