/** What earlier records say about later ones. Plain data: it travels to workers. */
export interface Session {
  /** Connection of the records that name none. */
  connection: string;
  /** Endpoint URL by connection. */
  readonly urls: Record<string, string>;
}

export const createSession = (): Session => ({ connection: "1", urls: {} });

export const copySession = ({ connection, urls }: Session): Session => ({ connection, urls: { ...urls } });
