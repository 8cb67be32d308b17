/** Both packages as the registry would get them. */

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../real-docs.js";

const exec = promisify(execFile);

export interface Packed {
  /** Path of the tarball. */
  readonly tarball: string;
  /** What is in it. */
  readonly files: readonly string[];
}

/** The tool and the generated package. */
export const PACKAGES = [
  { name: "@wireloom/cli", folder: ROOT },
  { name: "@wireloom/bybit", folder: join(ROOT, "generated") },
] as const;

/** Packs both into `target`, by name. What is packed was built before: see `npm test`. */
export async function packBoth(target: string): Promise<ReadonlyMap<string, Packed>> {
  const packed = await Promise.all(
    PACKAGES.map(async ({ name, folder }) => [name, await pack(folder, target)] as const),
  );
  return new Map(packed);
}

async function pack(folder: string, target: string): Promise<Packed> {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", target];
  const { stdout } = await exec("npm", args, { cwd: folder, maxBuffer: 2 ** 26 });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  return { tarball: join(target, packed?.filename ?? ""), files: packed?.files.map(({ path }) => path) ?? [] };
}
