// An address in parts. The language itself has no URL type, and Setup addresses need their query undecoded.

export interface Address {
  readonly scheme: string;
  readonly host: string;
  /** As written: percent escapes are kept. */
  readonly path: string;
  /** Parameters in order, names and values as written. */
  readonly query: Query;
  /** Without the `#`. */
  readonly fragment: string;
}

export type Query = readonly (readonly [name: string, value: string])[];

const shape = /^(https?):\/\/([A-Za-z0-9.-]+)(?::443)?(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/;

/** Undefined for anything that is not a plain http(s) address (user names and other ports included). */
export function readAddress(text: string): Address | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, scheme = '', host = '', path = '/', query = '', fragment = ''] = match;
  return { scheme, host: host.toLowerCase(), path, query: readQuery(query), fragment };
}

/** Splits `a=1&b=2`; a value may hold a further `?` or `=`. */
export function readQuery(query: string): Query {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** A parameter as written; undefined when it is absent, empty, or there twice and so may mean either. */
export function rawParameter(query: Query, name: string): string | undefined {
  const [only, ...more] = query.filter(([key]) => key === name);
  return more.length === 0 ? only?.[1] || undefined : undefined;
}

/** The one value of a parameter, decoded; undefined also when it is not decodable. */
export function parameter(query: Query, name: string): string | undefined {
  const raw = rawParameter(query, name);
  return raw === undefined ? undefined : decodeOnce(raw);
}

/** True when a parameter is there twice. */
export function isRepeated(query: Query, name: string): boolean {
  return query.filter(([key]) => key === name).length > 1;
}

export function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken percent escape is an address we do not understand, not a failure.
    return undefined;
  }
}

/** The parts of a path, each decoded once; undefined when one is not decodable. Empty parts are left out. */
export function pathParts(path: string): readonly string[] | undefined {
  const parts = path.split('/').map(decodeOnce);
  return parts.includes(undefined)
    ? undefined
    : (parts.filter((part) => part !== undefined && part !== '') as string[]);
}
