// Files that hold nothing but the secrets of an app: Salesforce itself says that they must not be in source control.

/** Metadata API type names that are never listed, read or kept. */
export const neverKept: readonly string[] = ['ExtlClntAppGlobalOauthSettings'];

/** Source format's name, and the older one without `-meta.xml`. */
const file = /(?:^|\/)[^/]+\.ecaGlblOauth(?:-meta\.xml)?$/i;
const folder = /(?:^|\/)extlClntAppGlobalOauthSets\/[^/]/i;

/** Why a file of a repository is left out; undefined for one that may be looked at. */
export function whyNeverKept(path: string): string | undefined {
  return file.test(path) || folder.test(path)
    ? 'it holds the OAuth secrets of an external client app (ExtlClntAppGlobalOauthSettings), which no history keeps; take it out of the repository and rotate them'
    : undefined;
}
