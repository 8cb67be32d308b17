/** What a product line is decided for: an endpoint, or a connection of which nobody knows the endpoint. */

/** Without its query and whoever asks: credentials stand there. */
export const endpointOf = (url: string): string =>
  url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z\d+.-]*:\/\/)[^/]*@/i, "$1");

/** Of the connection of a record; no endpoint begins with a line feed. */
export const endpointKey = (connection: string, url: string | undefined): string =>
  url === undefined ? `\n${connection}` : endpointOf(url);

/** Undefined for the key of a connection without one. */
export const endpointOfKey = (key: string): string | undefined => (key.startsWith("\n") ? undefined : key);
