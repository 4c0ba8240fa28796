import type { RegressionItem } from "#lib/stats/index.ts";

// Wheezing of 25 children at ages 8 to 11 in two cities, with the smoking at home: Stokes, Davis and Koch 2012, Categorical
// Data Analysis Using SAS, as printed in SAS/STAT 14.1, "Getting Started: GEE Procedure". City, smoking and symptom by age.
const children = [
  ...["s 0000 1110", "s 2221 1110", "s 2210 1000", "g 0110 0110", "s 0111 0000"],
  ...["g 0000 1001", "s 1100 1110", "g 1112 0000", "g 2211 1010", "s 0001 0000"],
  ...["s 1000 1001", "g 0000 0000", "s 2210 1101", "g 0000 1100", "s 2002 0001"],
  ...["g 1101 0000", "g 0001 0111", "s 1201 1100", "s 2100 1010", "g 0000 0110"],
  ...["s 1112 0001", "g 0000 1000", "s 1100 1010", "g 1112 0111", "g 0000 1000"],
];

/** A published clustered data set for regressions: covariates city, age, smoke. */
export const wheeze: RegressionItem[][] = children.map((child) => {
  const [city, smoke, symptom] = child.split(" ") as [string, string, string];
  return [0, 1, 2, 3].map((year) => ({
    outcome: Number(symptom[year]),
    covariates: [Number(city === "s"), 8 + year, Number(smoke[year])],
  }));
});

/** The same without ages 10 and 11 of every third child, so that clusters differ in size. */
export const unevenWheeze: RegressionItem[][] = wheeze.map((child, i) =>
  (i + 1) % 3 === 0 ? child.slice(0, 2) : child,
);
