import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest begins first: elsewhere the last file keeps one core busy alone. Vitest itself knows that from its second run on. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): number =>
      moduleId.endsWith("consumer/tarballs.test.ts") ? 1 : 0;
    return (await super.sort(files)).toSorted((a, b) => isLong(b) - isLong(a));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // By itself it leaves one core idle, which of two is half.
    maxWorkers: availableParallelism(),
    // A worker loads the generator once. No test file changes a module's state, and what it stubs it takes back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
});
