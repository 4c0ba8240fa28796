/** A form as multipart/form-data (RFC 7578), for a server that reads nothing else. */
export interface MultipartForm {
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * Puts fields and one file into a form.
 *
 * @param boundary letters and digits that stand in none of them
 */
export function multipartForm(
  fields: Readonly<Record<string, string>>,
  file: { readonly field: string; readonly name: string; readonly bytes: Uint8Array },
  boundary: string,
): MultipartForm {
  const head = (disposition: string) => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => `${head(`name="${name}"`)}\r\n${value}\r\n`);
  const before = `${parts.join("")}${head(`name="${file.field}"; filename="${file.name}"`)}Content-Type: audio/wav\r\n\r\n`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(before), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
