import { type Document, parseDocument } from "yaml";
import type { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { Study } from "#lib/records/index.ts";

/**
 * A study from the text of its study.yaml.
 *
 * @param place what to call the file in messages
 * @throws InputError that names each key that cannot be used, and what is expected of it
 */
export function parseStudy(text: string, place: string): Study {
  const document = parseDocument(text);
  const broken = document.errors[0];
  if (broken) throw new InputError(`${place}: this is no YAML: ${broken.message.split("\n")[0]}`, { cause: broken });
  const parsed = Study.safeParse(toValue(document, place) ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(describeIssue).map((line) => `\n  ${line}`);
  throw new InputError(`${place}: ${problems.length} of its keys cannot be used:${problems.join("")}`, {
    cause: parsed.error,
  });
}

/** Aliases are only followed now: one may lead nowhere, or to so much that the parser stops. */
function toValue(document: Pick<Document, "toJS">, place: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new InputError(`${place}: an alias cannot be used: ${(cause as Error).message}. Write its value out.`, {
      cause,
    });
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const key = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  if (issue.code === "unrecognized_keys")
    return `${key.slice(1) || "the study"}: there is no ${issue.keys.join(", ")}; remove or correct the name`;
  return `${key.slice(1) || "the study"}: ${issue.message}`;
}
