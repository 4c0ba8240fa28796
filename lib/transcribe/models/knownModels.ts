/** A model of whisper.cpp as its makers publish it. */
export interface KnownModel {
  readonly name: string;
  /** Roughly, as published: mebibytes. */
  readonly mebibytes: number;
  readonly sha1: string;
}

/** Where the models are published; a mirror has files of the same names. */
export const modelsHome = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main";

const gibibyte = 1024;

/**
 * The models whose checksums whisper.cpp publishes (whisper.cpp 1.9.1, models/README.md), smallest first. Those that end
 * with `.en` know English only, all others about a hundred languages.
 */
export const knownModels: readonly KnownModel[] = [
  { name: "tiny", mebibytes: 75, sha1: "bd577a113a864445d4c299885e0cb97d4ba92b5f" },
  { name: "tiny.en", mebibytes: 75, sha1: "c78c86eb1a8faa21b369bcd33207cc90d64ae9df" },
  { name: "base", mebibytes: 142, sha1: "465707469ff3a37a2b9b8d8f89f2f99de7299dac" },
  { name: "base.en", mebibytes: 142, sha1: "137c40403d78fd54d454da0f9bd998f78703390c" },
  { name: "small", mebibytes: 466, sha1: "55356645c2b361a969dfd0ef2c5a50d530afd8d5" },
  { name: "small.en", mebibytes: 466, sha1: "db8a495a91d927739e50b3fc1cc4c6b8f6c2d022" },
  { name: "large-v3-turbo-q5_0", mebibytes: 547, sha1: "e050f7970618a659205450ad97eb95a18d69c9ee" },
  { name: "large-v2-q5_0", mebibytes: 1.1 * gibibyte, sha1: "00e39f2196344e901b3a2bd5814807a769bd1630" },
  { name: "large-v3-q5_0", mebibytes: 1.1 * gibibyte, sha1: "e6e2ed78495d403bef4b7cff42ef4aaadcfea8de" },
  { name: "medium", mebibytes: 1.5 * gibibyte, sha1: "fd9727b6e1217c2f614f9b698455c4ffd82463b4" },
  { name: "medium.en", mebibytes: 1.5 * gibibyte, sha1: "8c30f0e44ce9560643ebd10bbe50cd20eafd3723" },
  { name: "large-v3-turbo", mebibytes: 1.5 * gibibyte, sha1: "4af2b29d7ec73d781377bfd1758ca957a807e941" },
  { name: "large-v1", mebibytes: 2.9 * gibibyte, sha1: "b1caaf735c4cc1429223d5a74f0f4d0b9b59a299" },
  { name: "large-v2", mebibytes: 2.9 * gibibyte, sha1: "0f4c8e34f21cf1a914c59d8b3ce882345ad349d6" },
  { name: "large-v3", mebibytes: 2.9 * gibibyte, sha1: "ad82bf6a9043ceed055076d0fd39f5f186ff8062" },
];

/** The name of a model's file, in the folder of models and on a mirror. */
export function modelFileName(name: string): string {
  return `ggml-${name}.bin`;
}
