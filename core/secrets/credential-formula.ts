// Tells a formula that only refers to credentials kept elsewhere from one that may hold a secret itself.

/** Pieces of `{!'Basic ' & BASE64ENCODE(BLOB($Credential.Bank.User & ':' & $Credential.Bank.Password))}`. */
const onlyRefers =
  /^(?:(?:Basic|Bearer) )?\{!(?:[\s&+()]|BASE64ENCODE|BLOB|'(?:Basic |Bearer |:)'|\$Credential\.[A-Za-z]\w{0,99}\.[A-Za-z]\w{0,99})+\}$/;

export function refersOnly(text: string): boolean {
  return text.length < 2000 && onlyRefers.test(text.trim());
}
