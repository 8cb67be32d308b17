import { defineConfig } from "vitest/config";

export default defineConfig({
  // Test files share a process, where what they load is loaded and compiled once: none may leave anything behind in it.
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, isolate: false },
});
