const headerBytes = 44;
const sampleBytes = 2;

/**
 * Samples as the bytes of a mono WAV file of 16 bits.
 *
 * @param samples from -1 to 1; what is outside is clipped
 *
 * @example
 * await writeFile("window.wav", wavBytes(samples, 16_000));
 */
export function wavBytes(samples: Float32Array, sampleRateHz: number): Uint8Array {
  const bytes = Buffer.alloc(headerBytes + samples.length * sampleBytes);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * sampleBytes, 28);
  bytes.writeUInt16LE(sampleBytes, 32);
  bytes.writeUInt16LE(8 * sampleBytes, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(bytes.length - headerBytes, 40);
  for (let i = 0; i < samples.length; i++)
    bytes.writeInt16LE(
      Math.max(-32768, Math.min(32767, Math.round(samples[i]! * 32768))),
      headerBytes + i * sampleBytes,
    );
  return bytes;
}
