import type { Interval } from "./interval.ts";
import { wilson } from "./wilson.ts";

/**
 * Power, or any other rate, by simulated studies: how often a study finds what it looks for, with Wilson's interval as the
 * Monte-Carlo error (Morris, White and Crowther 2019, Stat Med 38:2074).
 *
 * @param finds makes and tests the study of this number; its randomness is seeded by the caller
 * @throws RangeError for a number of studies that is not whole and positive
 * @example
 * powerBySimulation((study) => signFlipTest(simulated(study), seededRandom(`${study}`).next).p! <= 0.05, 1000);
 */
export function powerBySimulation(finds: (study: number) => boolean, studies: number, level = 0.95): Interval {
  if (!(Number.isInteger(studies) && studies > 0))
    throw new RangeError(`powerBySimulation: expected a whole number of studies above 0, found ${studies}`);
  let found = 0;
  for (let study = 0; study < studies; study++) if (finds(study)) found++;
  return { ...wilson(found, studies, level), method: `${studies} simulated studies, Wilson` };
}
