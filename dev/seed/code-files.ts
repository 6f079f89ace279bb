// The files of code components: the code, and the small document that Salesforce keeps beside it.

import { apexPath, auraPath, base, type Files, lwcPath, triggerPath } from './paths.ts';
import { type Child, each, metadataFile } from './xml.ts';

const apiVersion = '64.0';

const codeMeta = (type: 'ApexClass' | 'ApexTrigger', version: string) =>
  metadataFile(type, [
    ['apiVersion', version],
    ['status', 'Active'],
  ]);

export const apex = (name: string, text: string): Files => ({
  [apexPath(name)]: text,
  [`${apexPath(name)}-meta.xml`]: codeMeta('ApexClass', apiVersion),
});

/** A class of which only the code changed. */
export const code = (name: string, text: string): Files => ({ [apexPath(name)]: text });

export const trigger = (name: string, text: string): Files => ({
  [triggerPath(name)]: text,
  [`${triggerPath(name)}-meta.xml`]: codeMeta('ApexTrigger', apiVersion),
});

export const page = (name: string, label: string, markup: string): Files => ({
  [`${base}/pages/${name}.page`]: markup,
  [`${base}/pages/${name}.page-meta.xml`]: metadataFile('ApexPage', [
    ['apiVersion', apiVersion],
    ['availableInTouch', false],
    ['confirmationTokenRequired', false],
    ['label', label],
  ]),
});

export const visualforceComponent = (name: string, label: string, markup: string): Files => ({
  [`${base}/components/${name}.component`]: markup,
  [`${base}/components/${name}.component-meta.xml`]: metadataFile('ApexComponent', [
    ['apiVersion', apiVersion],
    ['label', label],
  ]),
});

export interface LwcParts {
  readonly label: string;
  readonly js: string;
  readonly html: string;
  readonly css?: string;
  /** Where App Builder offers it; nowhere when left out. */
  readonly targets?: readonly string[];
  /** On record pages of these objects alone. */
  readonly objects?: readonly string[];
}

export function lwc(name: string, parts: LwcParts): Files {
  const targets: Child[] = parts.targets ? [['targets', each('target', parts.targets)]] : [];
  return {
    [lwcPath(name, 'js')]: parts.js,
    [lwcPath(name, 'html')]: parts.html,
    ...(parts.css === undefined ? {} : { [lwcPath(name, 'css')]: parts.css }),
    [lwcPath(name, 'js-meta.xml')]: metadataFile('LightningComponentBundle', [
      ['apiVersion', apiVersion],
      ['isExposed', parts.targets !== undefined],
      ['masterLabel', parts.label],
      ...targets,
      ...(parts.objects ? [recordPagesOf(parts.objects)] : []),
    ]),
  };
}

function recordPagesOf(objects: readonly string[]): Child {
  const only: Child = ['objects', each('object', objects)];
  return ['targetConfigs', [['targetConfig', [only], 'targets="lightning__RecordPage"']]];
}

/** `parts` are by ending: `.cmp`, `Controller.js`, `.css`. */
export function aura(name: string, description: string, parts: Readonly<Record<string, string>>): Files {
  const written = Object.entries(parts).map(([ending, text]) => [auraPath(name, ending), text]);
  return {
    ...Object.fromEntries(written),
    [auraPath(name, '.cmp-meta.xml')]: metadataFile('AuraDefinitionBundle', [
      ['apiVersion', apiVersion],
      ['description', description],
    ]),
  };
}
