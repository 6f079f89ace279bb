// What a deploy did: a message for each component, and what they come to.

export interface DeployMessage {
  readonly changed: boolean;
  readonly componentType: string;
  readonly created: boolean;
  readonly deleted: boolean;
  /** As the zip names it, the package's folder included. */
  readonly fileName: string;
  readonly fullName: string;
  readonly id?: string | undefined;
  readonly lineNumber?: number | undefined;
  readonly columnNumber?: number | undefined;
  readonly problem?: string | undefined;
  readonly problemType?: 'Error' | 'Warning' | undefined;
  readonly success: boolean;
}

export interface DeployOutcome {
  readonly status: 'Succeeded' | 'SucceededPartial' | 'Failed';
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly messages: readonly DeployMessage[];
}

interface About {
  readonly componentType: string;
  readonly fileName: string;
  readonly fullName: string;
}

export function failure(
  about: About,
  problem: string,
  at?: { readonly line?: number | undefined; readonly column?: number | undefined },
): DeployMessage {
  const place = { lineNumber: at?.line, columnNumber: at?.column };
  const none = { changed: false, created: false, deleted: false };
  return { ...about, ...none, ...place, problem, problemType: 'Error', success: false };
}

/** A message about a manifest itself rather than a component. */
export function ofManifest(fileName: string): About {
  return { componentType: '', fileName, fullName: fileName.slice(fileName.lastIndexOf('/') + 1) };
}
