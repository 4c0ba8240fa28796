import { open } from "node:fs/promises";

/** Bytes that can be read again from any place. */
export interface ByteSource {
  readonly bytes: number;
  /** Exactly `length` bytes from `startByte` on. */
  slice(startByte: number, length: number): Promise<Uint8Array>;
}

export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return {
    bytes: bytes.length,
    slice: async (startByte, length) => bytes.subarray(startByte, startByte + length),
  };
}

/** Opens a file as a source while `use` works with it. */
export async function withFileSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const slice = async (startByte: number, length: number) => {
      const piece = Buffer.alloc(length);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file.read(piece, at, length - at, startByte + at);
        if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
        at += bytesRead;
      }
      return piece;
    };
    return await use({ bytes: size, slice });
  } finally {
    await file.close();
  }
}
