// The lists and values of an Apex class's `-meta.xml`. Source: Metadata API WSDL v63.0 (ApexClass).

import { rulesOf } from './table.ts';

export const apexClassRules = rulesOf({
  sets: { namespace: 'packageVersions' },
  ordered: {},
  booleans: '',
  doubles: 'apiVersion',
});
