import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { type CrateFacts, renderTable, roCrate } from "#lib/report/index.ts";

const table = {
  name: "accuracy",
  title: "Accuracy",
  keys: ["arm"],
  columns: [{ key: "arm", label: "arm" }],
  rows: [{ values: { arm: "chat" }, sources: [] }],
  notes: [],
};
const facts: CrateFacts = {
  study: { name: "sample", title: "A study", date: "2026-01-31", license: "CC-BY-4.0" },
  files: [
    ...renderTable(table).map((file) => ({ ...file, path: `accuracy/${file.path}` })),
    { path: "other file/50 %.txt", text: "日本" },
  ],
  unkept: [{ path: "index.html", text: "<p>" }],
  inputs: [{ name: "data/a b.json", description: "raw", sha256: "ab", bytes: 3 }],
  records: [{ name: "answers", description: "2 answers", sha256: "cd" }],
  parameters: { seed: "s", chunk: { windowSeconds: 600 }, arms: ["chat", "none"] },
  software: { version: "0.1.0", code: "ef", packages: [{ name: "zod", version: "4.6.7" }] },
};

type Entity = Record<string, unknown> & { "@id": string; "@type": string };
const graphOf = (given: CrateFacts) => JSON.parse(roCrate(given).text)["@graph"] as Entity[];
const entity = (graph: Entity[], id: string) => graph.find((each) => each["@id"] === id)!;

/** Every `{ "@id": ... }` in the values of an entity, and every object that is more than that. */
function valuesOf(value: unknown): { references: string[]; nested: unknown[] } {
  const values = Array.isArray(value) ? value : [value];
  const objects = values.filter((each) => typeof each === "object" && each !== null) as Record<string, unknown>[];
  const isReference = (each: Record<string, unknown>) => Object.keys(each).join() === "@id";
  return {
    references: objects.filter(isReference).map((each) => String(each["@id"])),
    nested: objects.filter((each) => !isReference(each)),
  };
}

it("is found as RO-Crate 1.2 says: by its descriptor, whose `about` is the root", () => {
  const graph = graphOf(facts);
  const text = JSON.parse(roCrate(facts).text);
  expect(roCrate(facts).path).toBe("ro-crate-metadata.json");
  expect(text["@context"]).toBe("https://w3id.org/ro/crate/1.2/context");
  expect(entity(graph, "ro-crate-metadata.json")).toEqual({
    "@id": "ro-crate-metadata.json",
    "@type": "CreativeWork",
    about: { "@id": "./" },
    conformsTo: { "@id": "https://w3id.org/ro/crate/1.2" },
  });
  expect(entity(graph, "./")).toMatchObject({
    "@type": "Dataset",
    name: "A study",
    description: expect.stringMatching(/./),
    datePublished: "2026-01-31",
    license: { "@id": "https://spdx.org/licenses/CC-BY-4.0" },
  });
});

it("is flat: each entity once, with an identifier that is a URI reference, and every reference resolves", () => {
  const graph = graphOf(facts);
  const ids = graph.map((each) => each["@id"]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[\w.~:/?#@!$&'()*+,;=%-]+$/);
  for (const each of graph)
    for (const [key, value] of Object.entries(each)) {
      const { references, nested } = valuesOf(value);
      expect(nested).toEqual([]);
      if (key !== "conformsTo") expect(references.filter((id) => !ids.includes(id))).toEqual([]);
    }
});

it("describes each file with its size and hash, as a part of the root and a result of the run", () => {
  const graph = graphOf(facts);
  const root = entity(graph, "./").hasPart as { "@id": string }[];
  const run = entity(graph, "#run").result as { "@id": string }[];
  for (const { path, text } of facts.files) {
    const file = entity(graph, path.split("/").map(encodeURIComponent).join("/"));
    expect(file).toMatchObject({
      "@type": "File",
      contentSize: String(Buffer.byteLength(text)),
      sha256: createHash("sha256").update(text).digest("hex"),
    });
    for (const list of [root, run]) expect(list).toContainEqual({ "@id": file["@id"] });
  }
  expect(entity(graph, "accuracy/table.csv")).toMatchObject({ name: "Accuracy", encodingFormat: "text/csv" });
});

it("names what is not in the folder by identifiers that promise no file: the page, raw files, records", () => {
  const graph = graphOf(facts);
  expect(entity(graph, "#index.html")).toMatchObject({ "@type": "File", localPath: "index.html", contentSize: "3" });
  expect(entity(graph, "#input/data/a%20b.json")).toMatchObject({ sha256: "ab", contentSize: "3" });
  expect(entity(graph, "#records/answers")).toMatchObject({ sha256: "cd" });
});

it("says how it was run: with which parameters, by which version of which software and code", () => {
  const graph = graphOf(facts);
  expect(entity(graph, "#run")).toMatchObject({ "@type": "CreateAction", instrument: { "@id": "#livecorpus" } });
  expect(entity(graph, "#parameter/chunk.windowSeconds")).toMatchObject({ value: 600 });
  expect(entity(graph, "#parameter/arms")).toMatchObject({ value: '["chat","none"]' });
  expect(entity(graph, "#livecorpus")).toMatchObject({
    version: "0.1.0",
    softwareRequirements: [{ "@id": "#package/zod" }],
  });
  expect(entity(graph, "#code")).toMatchObject({ sha256: "ef" });
});

it("claims no licence and no date that the study does not name", () => {
  const root = entity(graphOf({ ...facts, study: { name: "s", title: "t" } }), "./");
  expect(root.datePublished).toBeUndefined();
  expect(root.license).toContain("names no licence");
});
