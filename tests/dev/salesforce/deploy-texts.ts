// What tests of deploys send: a document of a type, and a package with one new class.

import { packageXml } from './package-steps.ts';
import { classMeta } from './tiny-project.ts';

export const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
export const document = (type: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} ${xmlns}>${inside}</${type}>\n`;

export const newClass = {
  'package.xml': packageXml({ ApexClass: ['Helper'] }),
  'classes/Helper.cls': 'public class Helper {}\n',
  'classes/Helper.cls-meta.xml': classMeta(),
};
