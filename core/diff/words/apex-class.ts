// Words for the settings of an Apex class.

import type { TypeWords } from './type-words.ts';

export const apexClassWords: TypeWords = {
  root: 'Apex class',
  nouns: {
    apiVersion: 'API version',
    packageVersions: 'Package version',
    majorNumber: 'major number',
    minorNumber: 'minor number',
  },
  gist: {},
};
