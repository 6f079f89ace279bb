// Reads a multipart body: its parts by name, as bytes.

export interface Part {
  readonly name: string;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

/** Undefined when the type names no boundary or the body doesn't end with it. */
export function readMultipart(contentType: string | undefined, body: Buffer): Part[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*?\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  if (!boundary) return undefined;
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const from = at + mark.length;
    if (body.toString('latin1', from, from + 2) === '--') return parts;
    const next = body.indexOf(`\r\n${mark.toString('latin1')}`, from, 'latin1');
    const headEnd = body.indexOf('\r\n\r\n', from);
    if (next < 0 || headEnd < 0 || headEnd > next) return undefined;
    const head = body.toString('utf8', from, headEnd);
    const name = /content-disposition:[^\r\n]*?\bname="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) return undefined;
    const type = /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim();
    parts.push({ name, contentType: type, bytes: body.subarray(headEnd + 4, next) });
    at = next + 2;
  }
  return undefined;
}
