// Types that Setup shows and that have no history yet, each with the reason.

const secrets =
  'it is nothing but the secrets of an app: never listed, read or kept, and refused where a repository has it';
const unaddressed = 'nobody has published an address of it in Setup';

/** By Metadata API type name. */
export const leftOut: Readonly<Record<string, string>> = {
  ExtlClntAppGlobalOauthSettings: secrets,
  SharingGuestRule: unaddressed,
  SharingTerritoryRule: unaddressed,
};
