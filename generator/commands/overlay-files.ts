/** Finds and reads the overlays of a spec folder. */

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type Overlay, readOverlay } from "../derive/overlay.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { readText } from "../host/read-text.js";

/** Overlays below a folder by the path of their schema, without ending. */
export function readOverlays(folder: string, report: Report, below = ""): Map<string, Overlay> {
  const overlays = new Map<string, Overlay>();
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory())
      for (const [name, overlay] of readOverlays(folder, report, path)) overlays.set(name, overlay);
    if (!entry.isFile() || !entry.name.endsWith(".overlay.yaml")) continue;
    const shown = relative(process.cwd(), join(folder, path));
    const source = readText(
      join(folder, path),
      { name: shown, fix: "Write at least one correction, or remove the file." },
      report,
    );
    const overlay = source === undefined ? undefined : readOverlay(source, shown, path, report);
    if (overlay) overlays.set(path.replace(/\.overlay\.yaml$/, ""), overlay);
  }
  return overlays;
}
