/** What earlier records say about later ones. Plain data: it travels to workers. */
export interface Session {
  /** Connection of the records that name none. */
  connection: string;
  /** Endpoint URL by connection. */
  readonly urls: Record<string, string>;
}

/** Names of connections come from the capture. */
export const urlOf = (urls: Session["urls"], connection: string): string | undefined =>
  Object.hasOwn(urls, connection) ? urls[connection] : undefined;

export const createSession = (): Session => ({ connection: "1", urls: {} });

export const copySession = ({ connection, urls }: Session): Session => ({ connection, urls: { ...urls } });

export function isSameSession(a: Session, b: Session): boolean {
  const names = Object.keys(a.urls);
  return (
    a.connection === b.connection &&
    names.length === Object.keys(b.urls).length &&
    names.every((name) => a.urls[name] === b.urls[name])
  );
}
