export { historicalPermutation, permutationSeed } from "./order/historicalPermutation.ts";
export { type NumpyGenerator, numpyGenerator } from "./order/numpyGenerator.ts";
export { ordersFor } from "./order/ordersFor.ts";
export { rotations, written } from "./order/rotations.ts";
