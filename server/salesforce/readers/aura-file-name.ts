// What the files of an Aura bundle are called, by the kind of definition that the Tooling API gives each of them.

const endings: Readonly<Record<string, string>> = {
  APPLICATION: '.app',
  COMPONENT: '.cmp',
  CONTROLLER: 'Controller.js',
  DESIGN: '.design',
  DOCUMENTATION: '.auradoc',
  EVENT: '.evt',
  HELPER: 'Helper.js',
  INTERFACE: '.intf',
  RENDERER: 'Renderer.js',
  STYLE: '.css',
  SVG: '.svg',
  TOKENS: '.tokens',
};

/** Undefined for a kind that source format has no file for. */
export function auraFileName(bundle: string, kind: string): string | undefined {
  const ending = Object.hasOwn(endings, kind) ? endings[kind] : undefined;
  return ending === undefined ? undefined : `${bundle}${ending}`;
}
