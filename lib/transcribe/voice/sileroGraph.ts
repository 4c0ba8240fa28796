import { InputError } from "#lib/errors.ts";
import { type OnnxConstant, onnxConstants } from "../onnx/onnxConstants.ts";
import { type OnnxNode, type OnnxTensor, onnxModel } from "../onnx/onnxModel.ts";

/** What the model hears of one step: 64 samples of before, 512 new ones, and 64 of them mirrored at the end. */
export const heardSamples = 640;
const frames = 4;
const frameSamples = 256;
const bins = 129;
const hidden = 128;

/**
 * The Silero model of voice activity as one graph that takes many steps in a call, from the file that takes one. All of it
 * but the LSTM looks at one step alone, so it is done for all steps together; the LSTM goes through them in order. A
 * convolution over so few frames is one matrix. The numbers are the published model's, to the rounding of the last bits.
 *
 * Inputs: `frames` [4 x steps, 256], `h` and `c` [1, 1, 128]. Outputs: `speech` [steps, 1], `hN` and `cN`.
 *
 * @param file bytes of a Silero model, version 5 or 6, with both sampling rates or 16 kHz alone
 * @throws InputError where it is another model
 */
export function sileroGraph(file: Uint8Array, path: string): Uint8Array {
  const weight = readWeights(file, path);
  const constants: OnnxTensor[] = [
    { name: "basis", dims: [frameSamples, 2 * bins], data: transpose(weight("stft.forward_basis_buffer"), 2 * bins) },
    { name: "halves", dims: [2], data: BigInt64Array.from([BigInt(bins), BigInt(bins)]) },
    { name: "perStep", dims: [2], data: BigInt64Array.from([-1n, BigInt(frames * bins)]) },
    { name: "sequence", dims: [3], data: BigInt64Array.from([-1n, 1n, BigInt(hidden)]) },
    { name: "flat", dims: [2], data: BigInt64Array.from([-1n, BigInt(hidden)]) },
  ];
  const nodes: OnnxNode[] = [
    { op: "MatMul", inputs: ["frames", "basis"], outputs: ["spectrum"] },
    { op: "Split", inputs: ["spectrum", "halves"], outputs: ["real", "imaginary"], attributes: { axis: 1 } },
    { op: "Mul", inputs: ["real", "real"], outputs: ["real2"] },
    { op: "Mul", inputs: ["imaginary", "imaginary"], outputs: ["imaginary2"] },
    { op: "Add", inputs: ["real2", "imaginary2"], outputs: ["power"] },
    { op: "Sqrt", inputs: ["power"], outputs: ["magnitude"] },
    { op: "Reshape", inputs: ["magnitude", "perStep"], outputs: ["encoded0"] },
  ];
  const layers = [
    { framesIn: 4, stride: 1 },
    { framesIn: 4, stride: 2 },
    { framesIn: 2, stride: 2 },
    { framesIn: 1, stride: 1 },
  ];
  layers.forEach(({ framesIn, stride }, i) => {
    const kernel = weight(`encoder.${i}.reparam_conv.weight`);
    const bias = weight(`encoder.${i}.reparam_conv.bias`);
    const dense = denseConvolution(kernel, bias, framesIn, stride);
    constants.push({ name: `weight${i}`, dims: dense.dims, data: dense.data });
    constants.push({ name: `bias${i}`, dims: [dense.dims[1]!], data: dense.bias });
    nodes.push({ op: "Gemm", inputs: [`encoded${i}`, `weight${i}`, `bias${i}`], outputs: [`summed${i}`] });
    nodes.push({ op: "Relu", inputs: [`summed${i}`], outputs: [`encoded${i + 1}`] });
  });
  const biases = new Float32Array(8 * hidden);
  biases.set(gateOrder(weight("decoder.rnn.bias_ih")));
  biases.set(gateOrder(weight("decoder.rnn.bias_hh")), 4 * hidden);
  constants.push(
    { name: "W", dims: [1, 4 * hidden, hidden], data: gateOrder(weight("decoder.rnn.weight_ih")) },
    { name: "R", dims: [1, 4 * hidden, hidden], data: gateOrder(weight("decoder.rnn.weight_hh")) },
    { name: "B", dims: [1, 8 * hidden], data: biases },
    { name: "lastWeight", dims: [hidden, 1], data: weight("decoder.decoder.2.weight").data },
    { name: "lastBias", dims: [1], data: weight("decoder.decoder.2.bias").data },
  );
  nodes.push(
    { op: "Reshape", inputs: ["encoded4", "sequence"], outputs: ["steps"] },
    {
      op: "LSTM",
      inputs: ["steps", "W", "R", "B", "", "h", "c"],
      outputs: ["remembered", "hN", "cN"],
      attributes: { hidden_size: hidden },
    },
    { op: "Reshape", inputs: ["remembered", "flat"], outputs: ["flatRemembered"] },
    { op: "Relu", inputs: ["flatRemembered"], outputs: ["decoded"] },
    { op: "Gemm", inputs: ["decoded", "lastWeight", "lastBias"], outputs: ["logit"] },
    { op: "Sigmoid", inputs: ["logit"], outputs: ["speech"] },
  );
  const state = [1, 1, hidden];
  return onnxModel({
    nodes,
    constants,
    inputs: [
      { name: "frames", dims: ["frames", frameSamples] },
      { name: "h", dims: state },
      { name: "c", dims: state },
    ],
    outputs: [
      { name: "speech", dims: ["steps", 1] },
      { name: "hN", dims: state },
      { name: "cN", dims: state },
    ],
  });
}

/** Weights by the end of their names; where the file has both rates, those that hear frames of 256 samples, at 16 kHz. */
function readWeights(file: Uint8Array, path: string): (name: string) => OnnxConstant {
  const expected = "expected a Silero model of voice activity, version 5 or 6, as ONNX at 16 kHz";
  let constants: Map<string, OnnxConstant>;
  try {
    constants = onnxConstants(file);
  } catch (error) {
    throw new InputError(`${path}: ${expected}, found no ONNX model: ${(error as Error).message}.`, { cause: error });
  }
  const basis = "stft.forward_basis_buffer";
  const basisName = [...constants].find(([name, { dims }]) => name.endsWith(basis) && dims[2] === frameSamples)?.[0];
  if (!basisName) throw new InputError(`${path}: ${expected}, found a model without ${basis} of 256 samples.`);
  const prefix = basisName.slice(0, -basis.length);
  const shapes: Record<string, string> = {
    [basis]: "258,1,256",
    "encoder.0.reparam_conv.weight": "128,129,3",
    "encoder.1.reparam_conv.weight": "64,128,3",
    "encoder.2.reparam_conv.weight": "64,64,3",
    "encoder.3.reparam_conv.weight": "128,64,3",
    "decoder.rnn.weight_ih": "512,128",
    "decoder.rnn.weight_hh": "512,128",
    "decoder.decoder.2.weight": "1,128,1",
  };
  return (name) => {
    const weight = constants.get(prefix + name);
    const shape = weight?.dims.join();
    if (weight && (shapes[name] === undefined || shapes[name] === shape)) return weight;
    throw new InputError(`${path}: ${expected}, found ${name} ${weight ? `of the shape ${shape}` : "missing"}.`);
  };
}

/** A matrix with its rows as columns. */
function transpose({ data }: OnnxConstant, rows: number): Float32Array {
  const columns = data.length / rows;
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column]!;
  return turned;
}

/** A convolution of width 3 over few frames, one zero frame around them, as one matrix from all frames to all. */
function denseConvolution(kernel: OnnxConstant, bias: OnnxConstant, framesIn: number, stride: number) {
  const [channelsOut, channelsIn, width] = kernel.dims as [number, number, number];
  const framesOut = Math.floor((framesIn - 1) / stride) + 1;
  const rows = framesIn * channelsIn;
  const columns = framesOut * channelsOut;
  const data = new Float32Array(rows * columns);
  const wideBias = new Float32Array(columns);
  for (let to = 0; to < framesOut; to++) {
    wideBias.set(bias.data, to * channelsOut);
    for (let tap = 0; tap < width; tap++) {
      const from = to * stride + tap - 1;
      if (from < 0 || from >= framesIn) continue;
      for (let i = 0; i < channelsIn; i++)
        for (let o = 0; o < channelsOut; o++)
          data[(from * channelsIn + i) * columns + to * channelsOut + o] =
            kernel.data[(o * channelsIn + i) * width + tap]!;
    }
  }
  return { data, dims: [rows, columns], bias: wideBias };
}

/** PyTorch keeps the gates of an LSTM as input, forget, cell, output; ONNX as input, output, forget, cell. */
function gateOrder({ data }: OnnxConstant): Float32Array {
  const gate = data.length / 4;
  const ordered = new Float32Array(data.length);
  [0, 3, 1, 2].forEach((from, to) => {
    ordered.set(data.subarray(from * gate, (from + 1) * gate), to * gate);
  });
  return ordered;
}
