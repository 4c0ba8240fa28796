import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { compareArtefacts, writeArtefacts } from "../../experiments/artefacts.ts";

const made = [
  { path: "arms/table.md", text: "a\nb\n" },
  { path: "provenance.json", text: "{}\n" },
];

async function written(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-artefacts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeArtefacts(folder, made);
  return folder;
}

it("finds no difference in what was just written, nor in what a killed writer left beside it", async () => {
  const folder = await written();
  await writeFile(join(folder, "arms/.tmp.1.0"), "half a ta");
  expect(await compareArtefacts(folder, made, true)).toEqual([]);
});

it("says what is missing, what differs and from which line on, and what is not made any more", async () => {
  const folder = await written();
  await rm(join(folder, "provenance.json"));
  await writeFile(join(folder, "arms/table.md"), "a\nc\n");
  await writeFile(join(folder, "old.md"), "left from an older version");
  expect(await compareArtefacts(folder, made, true)).toEqual([
    "arms/table.md differs from line 2 on",
    "provenance.json is missing",
    "old.md is not made any more: delete it",
  ]);
});

it("leaves other files alone when only some experiments were run", async () => {
  const folder = await written();
  await writeFile(join(folder, "old.md"), "of another experiment");
  expect(await compareArtefacts(folder, made.slice(0, 1), false)).toEqual([]);
});
