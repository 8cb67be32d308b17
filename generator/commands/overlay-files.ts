/** Finds and reads the overlays of a spec folder. */

import { join, relative } from "node:path";
import { type Overlay, readOverlay } from "../derive/overlay.js";
import { type Report, topicReport } from "../diagnostics/diagnostic.js";
import { filesBelow } from "../host/folders.js";
import { readText } from "../host/read-text.js";

const ENDING = ".overlay.yaml";

const FIX = "Write at least one correction, or remove the file.";

/** Overlays below the folder of a line by the path of their schema, without ending. One that cannot be read is its topic's error. */
export function readOverlays(folder: string, line: string, report: Report): Map<string, Overlay> {
  const overlays = new Map<string, Overlay>();
  for (const path of filesBelow(folder, report).filter((file) => file.endsWith(ENDING))) {
    const file = join(folder, path);
    const shown = relative(process.cwd(), file);
    const name = path.slice(0, -ENDING.length);
    const own = topicReport(report, `${line}/${name}`);
    const source = readText(file, { name: shown, fix: FIX }, own);
    const overlay = source === undefined ? undefined : readOverlay(source, shown, path, own);
    if (overlay) overlays.set(name, overlay);
  }
  return overlays;
}
