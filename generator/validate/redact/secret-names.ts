/** Names that say that something secret stands there: of members, of header fields, of the parameters of a query. */

/**
 * `credential`: opens an account. `account`: says whose it is. `maybe`: a credential, or something else of that name:
 * the key of a row, the token of a coin. It is not shown either, but its value is looked for elsewhere only if it looks
 * random.
 */
export type SecretKind = "credential" | "account" | "maybe";

/**
 * A name is cut into words (`X-API-SIGN`, `listenKey`, `refresh_token`); the lists have words joined, in lower case.
 */
const NAMES: {
  readonly [list in "whole" | "last" | "any" | "end"]: { readonly [kind in SecretKind]?: readonly string[] };
} = {
  /** The whole name. */
  whole: {
    maybe: ["key", "token", "sign", "sig", "expires"],
    account: ["uid"],
  },
  /** The last word or words, a version behind them left out: not `signType`, `tokenName`, `feeToken`, `design`. */
  last: {
    credential: [
      ...["apikey", "apikeyid", "accesskey", "accesskeyid", "secretkey", "privatekey", "listenkey", "sessionkey"],
      ...["authkey", "signkey", "signingkey", "clientkey", "userkey", "streamkey", "wskey", "masterkey"],
      ...["accesstoken", "refreshtoken", "sessiontoken", "authtoken", "authenticationtoken", "idtoken", "apitoken"],
      ...["wstoken", "websockettoken", "listentoken", "streamtoken", "connecttoken", "connectiontoken", "logintoken"],
      ...["usertoken", "devicetoken", "securitytoken", "csrftoken", "xsrftoken"],
      ...["apisecret", "sign", "sig", "signature", "hmac", "expires", "authpayload", "authnonce"],
      ...["authorization", "cookie", "setcookie", "sessionid", "passwd", "pwd", "passcode", "otp", "totp"],
    ],
    account: [
      ...["userid", "accountid", "memberid", "subaccountid", "subuserid", "submemberid"],
      ...["subuid", "parentuid", "masteruid", "mainuid", "useruid", "accountuid", "memberuid", "makeruid", "takeruid"],
    ],
  },
  /** Any of the words. */
  any: { credential: ["secret", "password", "passphrase", "jwt", "bearer", "credential", "credentials"] },
  /** The end of a name that is written as one word: `XAPIKEY`. */
  end: {
    credential: [
      ...["apikey", "apisecret", "secretkey", "listenkey", "apisign", "accesstoken", "refreshtoken"],
      ...["password", "passphrase", "signature", "authorization"],
    ],
  },
};

type Table = ReadonlyMap<string, SecretKind>;

const tableOf = (lists: { readonly [kind in SecretKind]?: readonly string[] }): Table =>
  new Map(
    Object.entries(lists).flatMap(([kind, names]) => (names ?? []).map((name) => [name, kind as SecretKind] as const)),
  );

const WHOLE = tableOf(NAMES.whole);
const LAST = tableOf(NAMES.last);
const ANY = tableOf(NAMES.any);
const END = tableOf(NAMES.end);
/** `sub account id` */
const MOST_WORDS = 3;

/** Names of captures come a million times; how many there are is theirs to choose. */
const known = new Map<string, SecretKind | undefined>();
const MAX_KNOWN = 5000;
const MAX_LENGTH = 100;

export function secretKindOf(name: string): SecretKind | undefined {
  if (known.has(name)) return known.get(name);
  const kind = name.length > MAX_LENGTH ? undefined : readName(name);
  if (known.size < MAX_KNOWN) known.set(name, kind);
  return kind;
}

function readName(name: string): SecretKind | undefined {
  const words = wordsOf(name);
  const joined = words.join("");
  const whole = WHOLE.get(joined);
  if (whole !== undefined) return whole;
  for (let count = 1; count <= Math.min(MOST_WORDS, words.length); count += 1) {
    const kind = LAST.get(words.slice(-count).join(""));
    if (kind !== undefined) return kind;
  }
  for (const word of words) {
    const kind = ANY.get(word);
    if (kind !== undefined) return kind;
  }
  for (const [end, kind] of END) if (joined.endsWith(end)) return kind;
  return undefined;
}

/** `apiKeyV2` and `API-KEY-2` are `api`, `key`. */
function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
  while (words.length > 1 && /^v?\d+$/.test(words.at(-1) ?? "")) words.pop();
  const last = words.pop();
  return last === undefined ? [] : [...words, last.replace(/(?<=[a-z])v?\d+$/, "")];
}
