// What the benchmark calls of packages that come without types.

declare module 'saxen' {
  type Decode = (text: string) => string;
  export class Parser {
    on(name: 'openTag', listener: (name: string, attributes: () => Record<string, string>) => unknown): this;
    on(name: 'closeTag', listener: (name: string) => unknown): this;
    on(name: 'text' | 'comment', listener: (content: string, decode: Decode) => unknown): this;
    on(name: 'cdata', listener: (content: string) => unknown): this;
    parse(text: string): unknown;
  }
}

declare module 'xml2js' {
  export class Parser {
    constructor(options?: { readonly explicitChildren?: boolean; readonly preserveChildrenOrder?: boolean });
    parseString(text: string, done: (error: Error | null, result: unknown) => void): void;
  }
}
