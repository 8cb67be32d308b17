/** Diagnostics as text: `file:line:col severity code message`, the source line, and the fix. */

import pc from "picocolors";
import type { Diagnostic } from "./diagnostic.js";

export interface PrintOptions {
  readonly color: boolean;
}

export function printDiagnostic(diagnostic: Diagnostic, { color }: PrintOptions): string {
  const colors = pc.createColors(color);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[diagnostic.severity];
  const place = [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(":");
  const head = [
    place === "" ? undefined : colors.bold(visible(place)),
    paint(diagnostic.severity),
    colors.dim(diagnostic.code),
    visible(diagnostic.message),
  ];
  const lines = [head.filter((part) => part !== undefined).join(" ")];
  if (diagnostic.excerpt !== undefined && diagnostic.line !== undefined) {
    const gutter = String(diagnostic.line);
    const column = Math.max(diagnostic.column ?? 1, 1);
    // A very long line is cut around the column, so that the mark stays on the screen.
    const start = column > 100 ? column - 60 : 0;
    lines.push(colors.dim(`  ${gutter} | `) + visible(diagnostic.excerpt.slice(start, start + 120)));
    lines.push(colors.dim(`  ${" ".repeat(gutter.length)} | `) + " ".repeat(column - 1 - start) + paint("^"));
  }
  if (diagnostic.fix !== undefined) lines.push(`  ${colors.green("fix:")} ${visible(diagnostic.fix)}`);
  return lines.join("\n");
}

/** Text of a page must not steer the terminal. */
export const visible = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replace(/\t/g, " ");
