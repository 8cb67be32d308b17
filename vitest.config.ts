import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // By itself it leaves one core idle, which of two is half.
    maxWorkers: availableParallelism(),
    // A worker loads the generator once. No test file changes a module's state, and what it stubs it takes back.
    isolate: false,
  },
});
