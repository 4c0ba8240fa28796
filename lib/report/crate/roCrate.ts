import type { Artefact } from "../table.ts";
import { crateFile, type Entity, reference } from "./crateFile.ts";

/** A file that is not part of the crate, known by its hash. */
export interface OutsideFile {
  name: string;
  description: string;
  sha256: string;
  bytes?: number;
}

/** What a crate says of a study's results. */
export interface CrateFacts {
  study: {
    name: string;
    title: string;
    description?: string | undefined;
    date?: string | undefined;
    license?: string | undefined;
  };
  /** What is below the folder of the crate. */
  files: readonly Artefact[];
  /** What a run also writes there, though it is not kept with the rest. */
  unkept: readonly Artefact[];
  inputs: readonly OutsideFile[];
  /** Records that a run makes on its way. */
  records: readonly OutsideFile[];
  /** What the study declares; groups become names with points. */
  parameters: Readonly<Record<string, unknown>>;
  /** The toolkit by its version and the hash of its code, and the packages that it stands on. */
  software: { version: string; code: string; packages: readonly { name: string; version: string }[] };
}

const crateVersion = "https://w3id.org/ro/crate/1.2";

/**
 * ro-crate-metadata.json, which describes a folder of results to archives and people: files with their hashes, the run that
 * made them, its inputs, parameters and software (RO-Crate 1.2, an attached crate: https://w3id.org/ro/crate/1.2). It holds
 * no time of a run, so that the same results have the same description.
 */
export function roCrate(facts: CrateFacts): Artefact {
  const { study, software } = facts;
  const files = facts.files.map((file) => crateFile(file, facts.files));
  // Its identifier starts with #, since a file whose identifier is a path has to be there.
  const unkept = facts.unkept.map((file): Entity => {
    const made = crateFile(file, facts.files);
    const description = `${made.description} A run writes it; it is too large to be kept with the other files.`;
    return { ...made, "@id": `#${made["@id"]}`, localPath: file.path, description };
  });
  const inputs = facts.inputs.map((file) => outsideFile("#input/", file));
  const records = facts.records.map((file) => outsideFile("#records/", file));
  const parameters = flat(facts.parameters).map(
    ([name, value]): Entity => ({ "@id": `#parameter/${name}`, "@type": "PropertyValue", name, value }),
  );
  const packages = software.packages.map(
    ({ name, version }): Entity => ({ "@id": `#package/${name}`, "@type": "SoftwareApplication", name, version }),
  );
  const license = licenseOf(study.license);
  const graph: Entity[] = [
    {
      "@id": "ro-crate-metadata.json",
      "@type": "CreativeWork",
      about: { "@id": "./" },
      conformsTo: { "@id": crateVersion },
    },
    {
      "@id": "./",
      "@type": "Dataset",
      name: study.title,
      description:
        study.description ?? `Results of the study ${study.name}: tables, figures and what they were made of.`,
      ...(study.date === undefined ? {} : { datePublished: study.date }),
      license: license ? reference(license) : "The study names no licence: ask its authors before you use the results.",
      hasPart: [...files, ...unkept].map(reference),
      mentions: { "@id": "#run" },
    },
    ...(license ? [license] : []),
    {
      "@id": "#run",
      "@type": "CreateAction",
      name: "livecorpus reproduce",
      description:
        "In a clone of the toolkit whose code has the hash below: npm run reproduce -- --study STUDY, where STUDY is the folder " +
        "of study.yaml. With --check the same command computes everything again and compares each byte.",
      instrument: { "@id": "#livecorpus" },
      object: [...inputs, ...parameters].map(reference),
      result: [...files, ...unkept, ...records].map(reference),
    },
    {
      "@id": "#livecorpus",
      "@type": "SoftwareApplication",
      name: "Livecorpus",
      version: software.version,
      hasPart: { "@id": "#code" },
      softwareRequirements: packages.map(reference),
    },
    {
      "@id": "#code",
      "@type": "SoftwareSourceCode",
      name: "lib and experiments",
      description: "The code that made the results, known by the SHA-256 over its paths and contents.",
      programmingLanguage: "TypeScript",
      sha256: software.code,
    },
    ...files,
    ...unkept,
    ...inputs,
    ...records,
    ...parameters,
    ...packages,
  ];
  const text = `${JSON.stringify({ "@context": `${crateVersion}/context`, "@graph": graph }, null, 1)}\n`;
  return { path: "ro-crate-metadata.json", text };
}

function outsideFile(prefix: string, { name, description, sha256, bytes }: OutsideFile): Entity {
  return {
    "@id": `${prefix}${encodeURI(name)}`,
    "@type": "File",
    name,
    description,
    ...(bytes === undefined ? {} : { contentSize: String(bytes) }),
    sha256,
  };
}

function licenseOf(license: string | undefined): Entity | null {
  if (license === undefined) return null;
  return {
    "@id": `https://spdx.org/licenses/${license}`,
    "@type": "CreativeWork",
    name: license,
    description: `The licence with the SPDX identifier ${license}.`,
  };
}

/** Parameters with one value each: `chunk.windowSeconds`; a list is one text. */
function flat(parameters: Readonly<Record<string, unknown>>, prefix = ""): [string, string | number | boolean][] {
  return Object.entries(parameters).flatMap(([key, value]): [string, string | number | boolean][] => {
    const name = `${prefix}${key}`;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [[name, value]];
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return flat(value as Record<string, unknown>, `${name}.`);
    return [[name, JSON.stringify(value) ?? ""]];
  });
}
