/** A certificate for the mock exchange, made when it starts: who trusts it trusts this run and no other. */

import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";

export interface Certificate {
  /** PEM. Signed by itself, so it is its own authority: clients take it as `ca`, Node as NODE_EXTRA_CA_CERTS. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256, as certificates are compared by people. */
  readonly fingerprint: string;
}

const DAY_MS = 86_400_000;

/** `host`: where the exchange listens; this machine's own names are in it anyway. */
export async function createCertificate(host: string): Promise<Certificate> {
  // Loaded here: only a few starts need it.
  const { generate } = await import("selfsigned");
  const names = [...new Set(["localhost", "127.0.0.1", "::1", host])];
  const { cert, private: key } = await generate([{ name: "commonName", value: "wireloom mock" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + 30 * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
}
