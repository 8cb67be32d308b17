// Writes a tree, and is killed by itself at the n-th call that changes the file system. Arguments: folder, tree as JSON, n.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [root, tree, at] = process.argv.slice(2);
let calls = 0;
for (const name of ["mkdirSync", "writeFileSync", "renameSync", "linkSync", "symlinkSync", "rmSync", "chmodSync"]) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (++calls === Number(at)) process.kill(process.pid, "SIGKILL");
    return original(...args);
  };
}
syncBuiltinESMExports();
const { writeTree } = await import("../../dist/generator/host/write-tree.js");
const diagnostics = [];
await writeTree(
  new Map(JSON.parse(tree)),
  { root },
  { diagnostics, failed: false, add: (one) => diagnostics.push(one) },
);
process.stdout.write(JSON.stringify({ calls, diagnostics }));
