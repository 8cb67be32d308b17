/** Finds and reads the overlays of a spec folder. */

import { join, relative } from "node:path";
import { type Overlay, readOverlay } from "../derive/overlay.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { filesBelow } from "../host/folders.js";
import { readText } from "../host/read-text.js";

const ENDING = ".overlay.yaml";

/** Overlays below a folder by the path of their schema, without ending. */
export function readOverlays(folder: string, report: Report): Map<string, Overlay> {
  const overlays = new Map<string, Overlay>();
  for (const path of filesBelow(folder, report).filter((file) => file.endsWith(ENDING))) {
    const file = join(folder, path);
    const shown = relative(process.cwd(), file);
    const source = readText(file, { name: shown, fix: "Write at least one correction, or remove the file." }, report);
    const overlay = source === undefined ? undefined : readOverlay(source, shown, path, report);
    if (overlay) overlays.set(path.slice(0, -ENDING.length), overlay);
  }
  return overlays;
}
