// Changes the label in a flow's document.

/** Replaces the flow's own label, the one that is a child of the document's root. */
export function setRootLabel(text: string, label: string): string {
  const escaped = label.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  let depth = 0;
  const tag = /<(\/?)([A-Za-z][\w:.-]*)([^>]*?)(\/?)>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g;
  for (let found = tag.exec(text); found; found = tag.exec(text)) {
    if (found[2] === undefined) continue;
    if (found[1]) {
      depth -= 1;
      continue;
    }
    if (depth === 1 && found[2] === 'label') {
      const start = found.index + found[0].length;
      return text.slice(0, start) + escaped + text.slice(text.indexOf('</label>', start));
    }
    if (!found[4]) depth += 1;
  }
  return text;
}
