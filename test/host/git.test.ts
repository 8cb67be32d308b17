/** What git says when it fails, as its versions and its transports say it; and git's name of a content. */

import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { blobHash } from "../../generator/host/blob-hash.js";
import { failureOf } from "../../generator/host/git.js";

describe("a failure of git", () => {
  it.each([
    ["fatal: unable to access 'https://a.example/x/': Could not resolve host: a.example", "unreachable"],
    [
      "ssh: Could not resolve hostname a.example: Name or service not known\nfatal: Could not read from remote repository.",
      "unreachable",
    ],
    [
      "fatal: unable to access 'https://a.example/': Failed to connect to a.example port 443: Connection refused",
      "unreachable",
    ],
    ["error: RPC failed; curl 18 transfer closed\nfatal: early EOF", "unreachable"],
    ["git@a.example: Permission denied (publickey).\nfatal: Could not read from remote repository.", "no-access"],
    ["fatal: could not read Username for 'https://a.example': terminal prompts disabled", "no-access"],
    ["remote: Repository not found.\nfatal: repository 'https://a.example/x/' not found", "no-access"],
    ["fatal: unable to access 'https://a.example/': The requested URL returned error: 403", "no-access"],
    ["fatal: '/x' does not appear to be a git repository\nfatal: Could not read from remote repository.", "no-access"],
    ["fatal: couldn't find remote ref nowhere", "unknown-revision"],
    [
      "fatal: the remote end hung up unexpectedly\nfatal: remote error: upload-pack: not our ref 12",
      "unknown-revision",
    ],
    ["error: Server does not allow request for unadvertised object 12", "refused"],
    ["fatal: dumb http transport does not support shallow capabilities", "refused"],
    ["fatal: not a git repository: 'x/.git'", "no-repository"],
    ["error: The following untracked working tree files would be overwritten by checkout:\n\ta", "in-the-way"],
    ["fatal: Unable to create 'x/.git/index.lock': File exists.", "failed"],
  ])("%j is %s", (said, kind) => {
    expect(failureOf({ code: 128 }, said).kind).toBe(kind);
  });

  it.each([
    [{ code: "ENOENT" }, "not-installed"],
    [{ code: null, killed: true }, "timeout"],
    [{ code: "ERR_CHILD_PROCESS_STDIO_MAXBUFFER", killed: true }, "failed"],
    [{ code: 1, killed: false }, "failed"],
  ])("of the process, %j, is %s", (error, kind) => {
    expect(failureOf(error, "").kind).toBe(kind);
  });

  it("has the line that tells it, without the password of a URL", () => {
    const said =
      "warning: redirecting\nfatal: unable to access 'https://user:word@a.example/': Could not resolve host\n";
    expect(failureOf({ code: 128 }, said).words).toBe("unable to access 'https://a.example/': Could not resolve host");
    const config = "hint: not fatal: this\nfatal: bad config\nhint: look\n";
    expect(failureOf({ code: 128 }, config).words).toBe("bad config");
  });
});

it.each(["", "hello\n", "\u00fc\r\n", "\ufeff# Page\n"])("the hash of %j is what git gives it", (text) => {
  const git = execFileSync("git", ["hash-object", "--stdin", "--no-filters"], { input: text, encoding: "utf8" }).trim();
  expect(blobHash(Buffer.from(text))).toBe(git);
});
