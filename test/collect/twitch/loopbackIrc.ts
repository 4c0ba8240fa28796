import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What the server does with a connection, after the reader has joined; `heard` gives what the reader says from then on. */
export type Scene = (socket: Socket, heard: () => Promise<string>) => Promise<void> | void;

/** A server of Twitch's IRC while `use` works with it: the n-th connection gets the n-th scene, later ones nothing. */
export async function withIrc<T>(
  scenes: readonly Scene[],
  use: (irc: { connect: () => Socket; hellos: string[] }) => Promise<T>,
): Promise<T> {
  const hellos: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const scene = scenes[open.size];
    open.add(socket);
    socket.on("error", () => {});
    let said = "";
    let wake = () => {};
    const heard = async () => {
      if (said === "") await new Promise<void>((resolve) => (wake = resolve));
      const text = said;
      said = "";
      return text;
    };
    let joined = false;
    socket.on("data", (piece) => {
      said += piece;
      wake();
      if (joined || !/JOIN #\S+\r\n/.test(said)) return;
      joined = true;
      hellos.push(said);
      said = "";
      const nick = /NICK (\S+)/.exec(hellos.at(-1)!)?.[1];
      socket.write(
        `:tmi.twitch.tv 001 ${nick} :Welcome, GLHF!\r\n:${nick}!${nick}@${nick}.tmi.twitch.tv JOIN #channel_a\r\n`,
      );
      void scene?.(socket, heard);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ connect: () => connect(port, "127.0.0.1"), hellos });
  } finally {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A message as Twitch sends it, `second` seconds after the stream's start at 2026-01-01 00:00:00. */
export function said(id: string, second: number, text: string): string {
  const sentMs = Date.parse("2026-01-01T00:00:00Z") + second * 1000;
  const tags = `@badges=;color=#FF0000;display-name=Viewer_A;emotes=;id=${id};tmi-sent-ts=${sentMs};user-id=11`;
  return `${tags} :viewer_a!viewer_a@viewer_a.tmi.twitch.tv PRIVMSG #channel_a :${text}\r\n`;
}
