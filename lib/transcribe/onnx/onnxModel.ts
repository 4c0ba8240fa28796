import { type ProtobufValue, protobufMessage } from "./protobufMessage.ts";

/** One operation of a graph: names of what goes in and comes out, and its attributes, whole numbers or lists of them. */
export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** A constant of a graph. */
export interface OnnxTensor {
  name: string;
  dims: readonly number[];
  data: Float32Array | BigInt64Array;
}

/** An input or output of numbers; a dimension that is a text may have any size. */
export interface OnnxPort {
  name: string;
  dims: readonly (number | string)[];
}

/** A graph as data. */
export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  constants: readonly OnnxTensor[];
  inputs: readonly OnnxPort[];
  outputs: readonly OnnxPort[];
}

const floatType = 1;
const int64Type = 7;
/** Attribute types of ONNX: one whole number, or several. */
const intAttribute = 2;
const intsAttribute = 7;

/** The bytes of an ONNX model of operation set 17, for onnxruntime (ONNX, "Open Neural Network Exchange IR", onnx.proto). */
export function onnxModel({ nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array {
  const graph = protobufMessage([
    ...nodes.map((one) => [1, node(one)] as const),
    [2, "graph"],
    ...constants.map((one) => [5, tensor(one)] as const),
    ...inputs.map((one) => [11, port(one)] as const),
    ...outputs.map((one) => [12, port(one)] as const),
  ]);
  const operationSet = protobufMessage([
    [1, ""],
    [2, 17],
  ]);
  return protobufMessage([
    [1, 8],
    [2, "livecorpus"],
    [7, graph],
    [8, operationSet],
  ]);
}

function node({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array {
  const fields: (readonly [number, ProtobufValue])[] = [];
  for (const name of inputs) fields.push([1, name]);
  for (const name of outputs) fields.push([2, name]);
  fields.push([4, op]);
  for (const [name, value] of Object.entries(attributes)) {
    const number: (readonly [number, ProtobufValue])[] =
      typeof value === "number"
        ? [
            [3, value],
            [20, intAttribute],
          ]
        : [...value.map((one) => [8, one] as const), [20, intsAttribute]];
    fields.push([5, protobufMessage([[1, name], ...number])]);
  }
  return protobufMessage(fields);
}

function tensor({ name, dims, data }: OnnxTensor): Uint8Array {
  return protobufMessage([
    ...dims.map((size) => [1, size] as const),
    [2, data instanceof Float32Array ? floatType : int64Type],
    [8, name],
    [9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)],
  ]);
}

function port({ name, dims }: OnnxPort): Uint8Array {
  const sizes = dims.map((size) => [1, protobufMessage([typeof size === "number" ? [1, size] : [2, size]])] as const);
  const shaped = protobufMessage([
    [1, floatType],
    [2, protobufMessage(sizes)],
  ]);
  return protobufMessage([
    [1, name],
    [2, protobufMessage([[1, shaped]])],
  ]);
}
