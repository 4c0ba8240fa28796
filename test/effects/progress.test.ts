import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { fixedClock, personProgress } from "#lib/effects/index.ts";

function watch() {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const stream = new PassThrough();
  return { clock, stream, progress: personProgress(stream, clock), said: () => String(stream.read() ?? "") };
}

it("says nothing about a step that is over within two seconds", () => {
  const { clock, progress, said } = watch();
  progress.start("import", 10);
  for (let i = 0; i < 10; i++) {
    clock.advance(190);
    progress.tick();
  }
  progress.stop();
  expect(said()).toBe("");
});

it("prints a plain line with an estimate every five seconds when it is not a terminal", () => {
  const { clock, progress, said } = watch();
  progress.start("import", 10);
  for (let i = 0; i < 10; i++) {
    clock.advance(1500);
    progress.tick();
  }
  progress.stop();
  expect(said()).toBe("import: 4 of 10, about 9 s left\nimport: 8 of 10, about 3 s left\n");
});
