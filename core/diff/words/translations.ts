// Words for custom labels and translations.

import type { WordTable } from './type-words.ts';

/** The label is what is translated: no name to call an item by. */
const unnamed = () => undefined;

export const translationWords: Readonly<Record<string, WordTable>> = {
  CustomLabels: {
    nouns: `
      labels Custom label
      labels/value text
      protected protected component`,
    item: (item) => item.children.find(({ tag }) => tag === 'value')?.text,
    name: unnamed,
  },
  Translations: {
    nouns: `
      customApplications App
      customLabels Custom label
      customPageWebLinks Custom link
      flowDefinitions Flow
      flows version
      reportTypes Report type
      scontrols S-control`,
    gist: 'label customApplications customLabels customPageWebLinks customTabs quickActions reportTypes scontrols',
    name: unnamed,
  },
  CustomObjectTranslation: {
    nouns: `
      caseValues name
      fields Field
      layouts Page layout
      webLinks Button or link`,
    plurals: 'webLinks Buttons and links',
    gist: `
      label fieldSets fields quickActions recordTypes sharingReasons sections standardFields webLinks
      translation picklistValues
      errorMessage validationRules
      subject workflowTasks
      value caseValues`,
    name: unnamed,
  },
  CustomFieldTranslation: { nouns: 'caseValues Name', gist: 'translation picklistValues', name: unnamed },
  GlobalValueSetTranslation: {
    nouns: 'valueTranslation Value',
    gist: 'translation valueTranslation',
    name: unnamed,
  },
  StandardValueSetTranslation: {
    nouns: 'valueTranslation Value',
    gist: 'translation valueTranslation',
    name: unnamed,
  },
};
