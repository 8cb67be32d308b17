import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * They start many processes, or read and write many files: from a process that has grown to hundreds of megabytes, as those
 * of the other tests have, a start takes thirty times as long.
 */
const SMALL_PROCESSES = [
  "test/capture/blocks.test.ts",
  "test/commands/docs.test.ts",
  "test/commands/docs-refusals.test.ts",
  "test/commands/history.test.ts",
  "test/consumer/workflow.test.ts",
  "test/diff/sources.test.ts",
  "test/host/git.test.ts",
  "test/host/write-tree.test.ts",
  "test/validate/bad-input.test.ts",
  "test/validate/lines.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // By itself it leaves one core idle, which of two is half.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: "apart", include: SMALL_PROCESSES, isolate: true } },
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: SMALL_PROCESSES,
          // A worker loads the generator once. No test file changes a module's state, and what it stubs it takes back.
          isolate: false,
        },
      },
    ],
  },
});
