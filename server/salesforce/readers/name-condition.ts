// Names a component of a namespace, or of none, to a query.

/** `ns__Name` is the component of a package; without a namespace only the org's own is meant. */
export function nameCondition(
  fullName: string,
  column = 'Name',
  namespaceColumn = 'NamespacePrefix',
): Record<string, string | null> {
  const [, namespace, name] = /^([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)__(.+)$/.exec(fullName) ?? [];
  return name
    ? { [column]: name, [namespaceColumn]: namespace ?? null }
    : { [column]: fullName, [namespaceColumn]: null };
}
