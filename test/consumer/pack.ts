/** Both packages as the registry would get them. */

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../real-docs.js";

const exec = promisify(execFile);

export interface Packed {
  readonly name: string;
  /** Path of the tarball. */
  readonly tarball: string;
  /** Folder that it was packed from. */
  readonly folder: string;
  /** What is in it. */
  readonly files: readonly string[];
}

/** The tool and the generated package, packed into `target`. What is packed was built before: see `npm test`. */
export async function packBoth(target: string): Promise<readonly [tool: Packed, generated: Packed]> {
  return [await pack(ROOT, target), await pack(join(ROOT, "generated"), target)];
}

async function pack(folder: string, target: string): Promise<Packed> {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", target];
  const { stdout } = await exec("npm", args, { cwd: folder, maxBuffer: 2 ** 26 });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  const { name } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string };
  return {
    name,
    tarball: join(target, packed?.filename ?? ""),
    folder,
    files: packed?.files.map(({ path }) => path) ?? [],
  };
}
