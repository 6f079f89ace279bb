// The launcher's place in the page: one element beside the body, closed, and back whenever the page throws it out.

import { styles } from './styles.ts';

export function createRoot() {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];

  /** Observing what is observed already changes nothing. */
  function keep() {
    const page = document.documentElement;
    for (const parent of [document, page]) if (parent) observer.observe(parent, { childList: true });
    if (page && host.parentNode !== page) page.append(host);
  }
  const observer = new MutationObserver(keep);
  keep();

  return {
    shadow,
    style: host.style,
    remove() {
      observer.disconnect();
      host.remove();
    },
  };
}
