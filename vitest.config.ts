import { defineConfig } from "vitest/config";

// The long tests are chosen by a mode of their folder's name: npm run soak, npm run test:real.
const ownFolders = ["soak", "real", "bench"];

export default defineConfig(({ mode }) => {
  const own = ownFolders.includes(mode);
  return {
    test: {
      include: [own ? `test/${mode}/**/*.test.ts` : "test/**/*.test.ts"],
      exclude: own ? [] : ownFolders.map((folder) => `test/${folder}/**`),
      maxWorkers: 2,
      // onnxruntime would report each run to its makers; lib sees to this itself.
      env: { ORT_DISABLE_TELEMETRY: "1" },
      testTimeout: own ? 600_000 : 30_000,
    },
  };
});
