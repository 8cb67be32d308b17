/** Overlays that are tried on a spec, for one run. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { withSchema } from "../spec/load-spec.js";
import type { Spec } from "../spec/spec.js";

/** The schemas as a person would have corrected them. `folder`: of overlays, as `learn --write` makes them; none: as they are. */
export async function withOverlays(spec: Spec, folder: string | undefined, report: Report): Promise<Spec> {
  if (folder === undefined) return spec;
  const [{ applyOverlay }, { readOverlays }] = await Promise.all([
    import("../derive/overlay.js"),
    import("./overlay-files.js"),
  ]);
  if (!exists(folder)) {
    report.add({
      code: "usage/option",
      severity: "error",
      message: `The folder ${folder} does not exist.`,
      fix: "Name the folder that `learn --write` made.",
    });
    return spec;
  }
  const used = new Set<string>();
  const lines = spec.lines.map((line) => {
    const own = join(folder, line.name);
    const overlays = exists(own) ? readOverlays(own, line.name, report) : new Map();
    if (overlays.size === 0) return line;
    const patched = line.topics.map((topic) => {
      const overlay = overlays.get(topic.modulePath);
      if (!overlay) return topic;
      used.add(overlay.file);
      const schema = applyOverlay(topic.schema, overlay, report);
      return report.failed ? topic : withSchema(topic, schema);
    });
    for (const { file } of overlays.values())
      if (!used.has(file))
        report.add({
          code: "config/overlay",
          severity: "error",
          message: "There is no topic for this overlay.",
          file,
          fix: `Topics: ${line.topics.map(({ modulePath }) => modulePath).join(", ")}.`,
        });
    return { ...line, topics: patched };
  });
  return { ...spec, lines };
}
