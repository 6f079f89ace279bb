// Where each build of the extension belongs: origins, extension ids and the callback addresses they lead to.

export interface StoreIds {
  /** Chrome and Edge: assigned by the store, or by `key` in a development build. Absent until assigned. */
  readonly chrome?: string;
  readonly edge?: string;
  /** `browser_specific_settings.gecko.id`. */
  readonly firefox: string;
}

export interface Deployment {
  readonly apiOrigin: string;
  readonly auth0Domain: string;
  readonly auth0ClientId: string;
  /** The API's identifier at Auth0. */
  readonly audience: string;
  readonly ids: StoreIds;
  /** Public key that fixes the id of an unpacked build; the Chrome store refuses packages that carry one. */
  readonly key?: string;
}

const firefoxId = 'extension@canvasback.example';

/** Where Firefox catches the end of a sign-in: the SHA-1 of its id, whatever the profile's own origin is. */
const firefoxRedirectHost = 'dfafab97574a82ccaf1fccbaa419e15574a119f9.extensions.allizom.org';

const localWorld: Deployment = {
  apiOrigin: 'https://api.canvasback.test',
  auth0Domain: 'canvasback-dev.eu.auth0.com',
  auth0ClientId: 'canvasback-extension',
  audience: 'https://api.canvasback.test',
  ids: { chrome: 'blaklhebcmppkaocbpggkjpamibbphpn', firefox: firefoxId },
  key: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqFzP9oiCIDGdOC1419CyWYMbaiJWqV/HCVvzEvR3YSM5pL/uqwxqem7RwhvShISUhANT0ywOSHhUuRn/jVYY+UUNdwL/RxrI81iKeg6Dj0d/+znzIywHdp3qpdCSfoShzGOfgo7M9yl3G8hfmvw/WKd11Nl00HfKXkFH1xn2xwsWiosjAobHcDuurOHaeBDkku5z3K3K3LuLKAmPQj0Avu7BEM5vZKWfIhjMyhYPheKxr5DqQtPZwcdgd+t2gd/t0t3fZFcmAbu0y0y7XN5I0viErHFS9QROZi43uEnJyQs/EOSDBlOP2ZPdwDvxqJQ96y0ax5lvy65KVO8hDGEZwwIDAQAB',
};

/** By build mode (`wxt build --mode …`). A new one is a row here, at Auth0 and in each Salesforce app. */
export const deployments: Readonly<Record<string, Deployment>> = {
  /** For the local world that `npm start` opens; in `.output/chrome-mv3-dev`. */
  development: localWorld,
  // Reserved names until the product has a home; the stores assign ids at the first upload.
  production: {
    apiOrigin: 'https://api.canvasback.example',
    auth0Domain: 'auth.canvasback.example',
    auth0ClientId: 'canvasback-extension',
    audience: 'https://api.canvasback.example',
    ids: { firefox: firefoxId },
  },
};

/** What the addresses after the extension's own redirect host are called. */
export const callbackPaths = { auth0: 'auth0', signedOut: 'signed-out', salesforce: 'salesforce' } as const;

/** The callback, logout and redirect addresses to register for a deployment's ids in each browser. */
export function callbacksOf({ ids }: Deployment): readonly string[] {
  const chromium = [ids.chrome, ids.edge]
    .filter((id) => id !== undefined)
    .map((id) => `${id}.chromiumapp.org`);
  return [...chromium, firefoxRedirectHost].flatMap((host) =>
    Object.values(callbackPaths).map((path) => `https://${host}/${path}`),
  );
}

export function deploymentOf(mode: string): Deployment {
  const deployment = deployments[mode];
  if (!deployment) throw new Error(`No deployment is listed for the build mode "${mode}".`);
  return deployment;
}
