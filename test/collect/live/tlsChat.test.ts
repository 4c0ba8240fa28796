import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCertificate } from "./tlsServer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-tls-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a server hears of a reader that says one line, in a process that trusts `trusted`. */
async function hear(host: string, trusted: boolean): Promise<{ heard: string; said: string }> {
  const { key, cert, certFile } = makeCertificate(folder);
  let heard = "";
  const server = createServer({ key, cert }, (socket) => {
    socket.on("data", (piece) => {
      heard += piece;
      socket.end("PING :x\r\n");
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const script = `import { connectTwitchIrc } from "#lib/collect/index.ts";
    const socket = connectTwitchIrc({ host: "${host}", port: ${port} });
    socket.on("error", ({ code }) => console.log(code)).on("data", (piece) => console.log(String(piece).trim()));
    socket.write("NICK a\\r\\n");`;
  const env = { PATH: process.env.PATH, ...(trusted && { NODE_EXTRA_CA_CERTS: certFile }) };
  const args = ["--no-warnings", "--input-type=module-typescript", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  await new Promise((resolve) => server.close(resolve));
  return { heard, said: stdout.trim() };
}

test("the chat is read over TLS from a server that is who it says", async () => {
  expect(await hear("localhost", true)).toEqual({ heard: "NICK a\r\n", said: "PING :x" });
});

test("a server with a certificate that nobody vouches for, or of another name, is told nothing", async () => {
  expect(await hear("localhost", false)).toEqual({ heard: "", said: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(await hear("127.0.0.1", true)).toEqual({ heard: "", said: "ERR_TLS_CERT_ALTNAME_INVALID" });
});
