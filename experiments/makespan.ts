import { seededRandom } from "#lib/effects/index.ts";
import { type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import { drawVideoWork, leaseMakespan, ledgerMakespan } from "#lib/simulate/index.ts";
import type { Interval } from "#lib/stats/index.ts";
import type { Experiment } from "./studyResults.ts";

const videos = 3000;
const crews = [10, 100, 1000];
const seeds = 5;
const ways = ["one ledger", "leases"] as const;

/** How long a collection takes by the original's shared ledger and by leases, as the number of workers grows; simulated. */
export const makespan: Experiment = {
  name: "makespan",
  run({ study }) {
    const works = Array.from({ length: seeds }, (_, seed) =>
      drawVideoWork(videos, seededRandom(`${study.seed}|makespan|${seed}`)),
    );
    const rows: Row[] = crews.flatMap((workers) =>
      ways.map((way) => {
        const runs = works.map((work) =>
          way === "leases"
            ? { makespanSeconds: leaseMakespan(work, workers), discarded: 0 }
            : ledgerMakespan(work, workers),
        );
        const hours = rangeOf(runs.map(({ makespanSeconds }) => makespanSeconds && makespanSeconds / 3600));
        const ideal = works.reduce((sum, work) => sum + total(work), 0) / seeds / workers / 3600;
        return {
          values: {
            workers,
            way,
            hours,
            ideal,
            used: hours.value === null ? null : ideal / hours.value,
            discarded: rangeOf(runs.map(({ discarded }) => discarded)),
          },
          sources: runs,
        };
      }),
    );
    const notes = [
      `Simulated: ${videos} videos of three steps (chat, audio, remux; log-normal, means 20, 60 and 5 s), the mean of ${seeds} seeds and in brackets the smallest and the largest. The times of the steps are assumed; both ways get the same.`,
      "One ledger: as the original did it. Fixed shards, and after each step a conditional write of one CSV that all share; a bucket takes one write a second of an object. A step whose update fails six times is thrown away and done again.",
      "Leases: each step has objects of its own (lease, heartbeat, record), and who is free takes the next video.",
      "Used: the share of the workers' time that went into steps which counted. Nobody dies here: the deaths of workers, from which the original did not recover, come on top.",
    ];
    return [
      ...renderTable({
        name: "makespan",
        title: "Time to collect, by way of keeping the books",
        keys: ["workers", "way"],
        columns: [
          { key: "workers", label: "workers" },
          { key: "way", label: "books" },
          { key: "hours", label: "hours [smallest, largest]", digits: 2 },
          { key: "ideal", label: "hours without any overhead", digits: 2 },
          { key: "used", label: "used", digits: 2 },
          { key: "discarded", label: "steps thrown away", digits: 0 },
        ],
        rows,
        notes,
      }),
      ...renderFigure({
        name: "makespan",
        title: "Time to collect 3,000 videos (simulated)",
        xLabel: "workers",
        yLabel: "hours",
        shape: "rows",
        points: rows.map(({ values }) => ({
          x: `${values.workers} workers`,
          series: String(values.way),
          estimate: values.hours as Interval,
        })),
        notes,
      }),
    ];
  },
};

const total = (work: readonly (readonly number[])[]) => work.flat().reduce((sum, seconds) => sum + seconds, 0);

/** The mean of the seeds between the smallest and the largest. */
function rangeOf(values: readonly (number | null)[]): Interval {
  const known = values.filter((value) => value !== null);
  const facts = { n: values.length, clusters: values.length, method: "mean, smallest and largest over seeds" };
  if (known.length < values.length)
    return { value: null, low: null, high: null, ...facts, reason: "not done in 60 days" };
  const value = known.reduce((sum, one) => sum + one, 0) / known.length;
  return { value, low: Math.min(...known), high: Math.max(...known), ...facts };
}
