import { protobufFields } from "./protobufFields.ts";

/** Fields of onnx.proto that lead to constants: the graph of a model, its nodes and initialisers, and their attributes. */
const modelGraph = 7;
const graphNode = 1;
const graphConstant = 5;
const nodeOutput = 2;
const nodeAttribute = 5;
const attributeTensor = 5;
const attributeGraph = 6;
const floatType = 1;

/** A constant of 32-bit floats. */
export interface OnnxConstant {
  dims: number[];
  data: Float32Array;
}

/**
 * The constants of 32-bit floats in an ONNX model, also those within branches, by the name under which nodes use them.
 *
 * @throws RangeError where the bytes are no protobuf message
 */
export function onnxConstants(model: Uint8Array): Map<string, OnnxConstant> {
  const found = new Map<string, OnnxConstant>();
  for (const graph of within(model, modelGraph)) readGraph(graph, found);
  return found;
}

function readGraph(graph: Uint8Array, found: Map<string, OnnxConstant>): void {
  for (const tensor of within(graph, graphConstant)) readTensor(tensor, null, found);
  for (const node of within(graph, graphNode)) {
    // Branches may name their tensors alike, but no two nodes have one output.
    const output = new TextDecoder().decode(within(node, nodeOutput)[0]);
    for (const attribute of within(node, nodeAttribute)) {
      for (const tensor of within(attribute, attributeTensor)) readTensor(tensor, output, found);
      for (const inner of within(attribute, attributeGraph)) readGraph(inner, found);
    }
  }
}

function readTensor(tensor: Uint8Array, output: string | null, found: Map<string, OnnxConstant>): void {
  const dims: number[] = [];
  let type = 0;
  let name = "";
  let raw: Uint8Array | null = null;
  for (const [field, value] of protobufFields(tensor)) {
    if (field === 1 && typeof value === "bigint") dims.push(Number(value));
    else if (field === 2 && typeof value === "bigint") type = Number(value);
    else if (field === 8 && typeof value !== "bigint") name = new TextDecoder().decode(value);
    else if (field === 9 && typeof value !== "bigint") raw = value;
  }
  if (type !== floatType || raw === null || raw.length % 4 !== 0) return;
  // Copied: four-byte numbers need an address that is a multiple of four.
  found.set(output ?? name, { dims, data: new Float32Array(Uint8Array.from(raw).buffer) });
}

function within(message: Uint8Array, field: number): Uint8Array[] {
  return protobufFields(message).flatMap(([number, value]) =>
    number === field && typeof value !== "bigint" ? [value] : [],
  );
}
