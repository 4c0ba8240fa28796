import { openDirectoryStore } from "#lib/store/index.ts";

/** One of several processes: `create DIR` races for names and prints what it won, `put DIR` writes until it is killed. */
const [verb, path] = process.argv.slice(2);
const store = openDirectoryStore(path!);
const body = Buffer.alloc(300_000, String(process.pid % 10));

if (verb === "create") {
  const won: number[] = [];
  for (let i = 0; i < 100; i++) if (await store.create(`leases/${i}`, body)) won.push(i);
  console.log(JSON.stringify({ pid: process.pid, won }));
} else {
  for (let i = 0; ; i++) {
    body.fill(String(i % 10));
    await store.put(`objects/${i % 7}`, body);
    await store.create(`made/${i}`, body);
    if (i === 0) console.log("writing");
  }
}
