import { describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import {
  chunkTextName,
  openBytes,
  readChunkText,
  readChunkTextName,
  readPairsCsv,
  type TextLine,
  writeChunkText,
  writePairsCsv,
} from "#lib/formats/index.ts";
import { emptyReport, pieces } from "./reading.ts";

describe("a chunk's text file", () => {
  const lines: TextLine[] = [
    { source: "CHAT", text: "草" },
    { source: "SPEECH", text: "[CHAT] is a tag" },
    { source: "CHAT", text: "" },
  ];

  it("has one record a line after its tag, and ends with a line feed", () => {
    expect(writeChunkText(lines)).toBe("[CHAT] 草\n[SPEECH] [CHAT] is a tag\n[CHAT] \n");
    expect(writeChunkText([{ source: "CHAT", text: "a\nb" }], { tags: false })).toBe("a b\n");
  });

  it("is read back the same, and refused at the first line without a tag", () => {
    expect(readChunkText(writeChunkText(lines), "x_1.txt")).toEqual(lines);
    expect(() => readChunkText("[CHAT] a\nb\n", "x_1.txt")).toThrow(InputError);
    expect(() => readChunkText("[CHAT] a\nb\n", "x_1.txt")).toThrow("x_1.txt, line 2");
  });

  it("is named after video and index, and the name is read back although an id holds underscores", () => {
    expect(chunkTextName("AbC_dEf-123", 4)).toBe("AbC_dEf-123_4.txt");
    expect(readChunkTextName("AbC_dEf-123_4.txt")).toEqual({ videoId: "AbC_dEf-123", index: 4 });
    expect(readChunkTextName("notes.txt")).toBeNull();
    expect(() => chunkTextName("../x", 1)).toThrow(InputError);
  });
});

describe("the pairs CSV", () => {
  const read = (content: string) => {
    const report = emptyReport();
    const told = { file: "pairs.csv", strict: false };
    return readPairsCsv(openBytes(pieces(content), report, told), report, "pairs.csv").then((rows) => ({
      rows,
      skipped: Object.fromEntries(report.skipped),
    }));
  };

  it("is read back as it was written, a chunk without chat included", async () => {
    const rows = [
      { videoId: "a_b", index: 1, combinedPath: "c/a_b_1.txt", chatOnlyPath: "o/a_b_1.txt" },
      { videoId: "a_b", index: 2, combinedPath: "c/a_b_2.txt" },
    ];
    const file = [...writePairsCsv(rows)].join("");
    expect(file).toBe(
      "vod_id,chunk_idx,combined_path,chatonly_path\na_b,1,c/a_b_1.txt,o/a_b_1.txt\na_b,2,c/a_b_2.txt,\n",
    );
    expect(await read(file)).toEqual({ rows, skipped: {} });
  });

  it("counts rows that name no chunk, and refuses a file without its columns", async () => {
    const file = "vod_id,chunk_idx,combined_path,chatonly_path\na,0,c,o\n,1,c,o\na,1,,o\na,x,c,o\na,3,c,o\n";
    const { rows, skipped } = await read(file);
    expect(rows).toEqual([{ videoId: "a", index: 3, combinedPath: "c", chatOnlyPath: "o" }]);
    expect(skipped).toEqual({ "bad-index": 2, "missing-field": 2 });
    await expect(read("vod_id,chunk_idx\na,1\n")).rejects.toThrow("found none named combined_path, chatonly_path");
  });
});
