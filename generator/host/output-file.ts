/**
 * One file that the user names for output. It is looked at before the work begins, so that nobody waits two hours for "permission denied". A
 * regular file is replaced whole, with its mode, behind links as well; a device, a pipe or a socket is written into.
 */

import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";

export interface OutputFile {
  /** Adds to the report why it cannot be written. */
  write(text: string, report: Report): void;
}

/** Undefined if the file cannot be written; the report says why. */
export function openOutput(path: string, report: Report): OutputFile | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return refuse(path, "it is a folder", report);
    if (stat) accessSync(path, constants.W_OK);
    const isReplaced = stat === undefined || stat.isFile();
    // The links of `>(process)` lead to names that are no paths.
    const target = isReplaced ? targetOf(resolve(path)) : path;
    if (isReplaced) accessSync(dirname(target), constants.W_OK | constants.X_OK);
    return {
      write(text, later) {
        try {
          if (isReplaced) replaceFile(target, text, stat);
          else writeFileSync(target, text);
        } catch (error) {
          refuse(path, writeReason(error), later);
        }
      },
    };
  } catch (error) {
    return refuse(path, writeReason(error), report);
  }
}

/** For a folder that is made or filled after long work: the report says so if that will not be possible. */
export function checkOutputFolder(path: string, report: Report): void {
  try {
    let existing = resolve(path);
    while (!statSync(existing, { throwIfNoEntry: false }) && dirname(existing) !== existing)
      existing = dirname(existing);
    if (!statSync(existing).isDirectory()) refuse(path, `${existing} is no folder`, report);
    else accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    refuse(path, writeReason(error), report);
  }
}

/**
 * Whole or not at all. Written out here: write-file-atomic 7 takes one call to `write` for the whole text, and that may write less than it was
 * given when the disk fills up.
 */
function replaceFile(target: string, text: string, before: Stats | undefined): void {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "wx");
    try {
      writeFileSync(file, text);
      if (before) keepOwner(file, before);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Who is not root may not give a file away: then it is his, and still no more open than it was. */
function keepOwner(file: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
  fchmodSync(file, mode & 0o7777);
}

/** The file behind links; that of a link that leads nowhere is made. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink ? targetOf(resolve(dirname(path), readlinkSync(path))) : path;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the folder does not exist",
  ENOTDIR: "a part of the path is no folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left",
  ELOOP: "the link leads to itself",
  EPIPE: "nobody reads from it",
  EEXIST: "a file of this name is there",
  EFBIG: "the file is larger than this system allows",
  EDQUOT: "the quota is used up",
};

/** Why something cannot be written, in words. Rethrows what is no error of the system. */
export function writeReason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return REASONS[code] === undefined ? code : `${REASONS[code]} (${code})`;
}

function refuse(path: string, reason: string, report: Report): undefined {
  report.add({
    code: "usage/cannot-write",
    severity: "error",
    message: `The output cannot be written: ${reason}.`,
    file: path,
    fix: "Name a file in a folder that you may write to.",
  });
  return undefined;
}
