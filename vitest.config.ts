import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // By itself it leaves one core idle, which of two is half.
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, maxWorkers: availableParallelism() },
});
