// Builders other than Flow Builder: Lightning App Builder, Path, OmniStudio, Experience Builder, the Developer Console.
//
// https://acme.lightning.force.com/visualEditor/appBuilder.app?pageId=0M05g000000bhN1CAI&cloneable=false
// https://acme.lightning.force.com/setup_sales_pathassistant/paSetupWizard.app?pathAssistantId=1CP5g000000fff5
// https://acme.lightning.force.com/builder_omnistudio/omnistudioBuilder.app?type=flexcard&id=0jN5g000000abcF
// https://acme.builder.salesforce-experience.com/sfsites/picasso/core/config/commeditor.jsp?siteId=0DM5g000000EfGh
// https://acme.my.salesforce.com/_ui/common/apex/debug/ApexCSIPage?action=openFile&extent=ApexClass&Id=01p5g000000gMS6

import { type Address, isRepeated, parameter, type Query } from '../address.ts';
import { typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

interface Builder {
  readonly builder: string;
  /** Parameters that may hold the id, the first that is there counts. */
  readonly parameters: readonly string[];
  /** What may be built there; the id's prefix tells which. */
  readonly types?: readonly string[];
  /** Where no prefix is known: the type by the builder's own word. */
  readonly typeOf?: (query: Query) => string | undefined;
  readonly withoutId: 'new' | 'none';
}

const omnistudioTypes: Readonly<Record<string, string>> = {
  omniscript: 'OmniScript',
  flexcard: 'OmniUiCard',
  dataraptor: 'OmniDataTransform',
  integrationprocedure: 'OmniIntegrationProcedure',
};

const builders: Readonly<Record<string, Builder>> = {
  '/visualEditor/appBuilder.app': {
    builder: 'app',
    parameters: ['pageId', 'id'],
    types: ['FlexiPage', 'CustomApplication'],
    withoutId: 'new',
  },
  '/setup_sales_pathassistant/paSetupWizard.app': {
    builder: 'path',
    parameters: ['pathAssistantId'],
    types: ['PathAssistant'],
    withoutId: 'new',
  },
  '/builder_omnistudio/omnistudioBuilder.app': {
    builder: 'omnistudio',
    parameters: ['id'],
    typeOf: (query) => omnistudioTypes[(parameter(query, 'type') ?? '').toLowerCase()],
    withoutId: 'new',
  },
  '/builder_industries_interaction_rule/industriesBuilder.app': {
    builder: 'omnistudio',
    parameters: ['recordId'],
    typeOf: () => 'OmniIntegrationProcedure',
    withoutId: 'new',
  },
  '/_ui/common/apex/debug/ApexCSIPage': {
    builder: 'devconsole',
    parameters: ['Id', 'id'],
    types: [
      'ApexClass',
      'ApexTrigger',
      'ApexPage',
      'ApexComponent',
      'StaticResource',
      'AuraDefinitionBundle',
    ],
    withoutId: 'none',
  },
};

export function readBuilder(at: Address): SetupPage | undefined {
  if (at.path === '/sfsites/picasso/core/config/commeditor.jsp') return experienceSite(at.query);
  const found = Object.hasOwn(builders, at.path) ? builders[at.path] : undefined;
  if (!found) return undefined;
  const { builder, parameters, types, typeOf, withoutId } = found;
  const name = parameters.find((each) => at.query.some(([key]) => key === each));
  if (!name) return withoutId === 'new' ? { kind: 'new', builder } : { kind: 'none' };
  const id = parameter(at.query, name);
  const id18 = id && !isRepeated(at.query, name) ? toId18(id) : undefined;
  if (!id || !id18) return { kind: 'malformed' };
  const type = types ? typeOfPrefix(id) : typeOf?.(at.query);
  if (!type || (types && !types.includes(type))) return { kind: types ? 'malformed' : 'none' };
  return { kind: 'component', metadataType: type, id, id18, builder };
}

/** By the site's own id, else by the Experience Cloud site's, which the way out names as well. */
function experienceSite(query: Query): SetupPage {
  const exit = parameter(query, 'exitURL') ?? '';
  const id =
    parameter(query, 'siteId') ??
    parameter(query, 'networkId') ??
    /[?&]networkId=([0-9A-Za-z]+)(?:&|$)/.exec(exit)?.[1];
  // Some site is built there, and its address does not say which.
  if (id === undefined) return { kind: 'list', builder: 'experience' };
  const type = typeOfPrefix(id);
  const id18 = toId18(id);
  if (!id18 || (type !== 'CustomSite' && type !== 'Network')) return { kind: 'malformed' };
  return { kind: 'component', metadataType: type, id, id18, builder: 'experience' };
}
