import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/real/**", "test/soak/**", "test/bench/**"],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
