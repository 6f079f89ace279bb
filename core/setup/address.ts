// An address in parts. The language itself has no URL type, and Setup addresses need their query undecoded.

export interface Address {
  readonly scheme: string;
  readonly host: string;
  /** As written: percent escapes are kept. */
  readonly path: string;
  /** Parameters in order, names and values as written. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Without the `#`. */
  readonly fragment: string;
}

const shape = /^(https?):\/\/([A-Za-z0-9.-]+)(?::443)?(\/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?$/;

/** Undefined for anything that is not a plain http(s) address (user names and other ports included). */
export function readAddress(text: string): Address | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, scheme = '', host = '', path = '/', query = '', fragment = ''] = match;
  return { scheme, host: host.toLowerCase(), path, query: readQuery(query), fragment };
}

/** Splits `a=1&b=2`; a value may hold a further `?` or `=`. */
export function readQuery(query: string): [name: string, value: string][] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** The first value of a parameter, decoded; undefined when absent or not decodable. */
export function parameter(query: Address['query'], name: string): string | undefined {
  const found = query.find(([key]) => key === name);
  return found ? decodeOnce(found[1]) : undefined;
}

export function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken percent escape is an address we do not understand, not a failure.
    return undefined;
  }
}
