import { stopOnSignal } from "#lib/effects/index.ts";
import { killTasks } from "../killPlan.ts";
import { supervised } from "./supervised.ts";

/** A supervisor as a process of its own, `supervisor.ts PLAN`, so that it can be killed. */
const plan = JSON.parse(process.argv[2]!);
const report = await supervised(plan, { processes: 2 }).run({
  tasks: killTasks(plan),
  stop: stopOnSignal(process),
  tell: (event) => console.log(JSON.stringify(event)),
});
console.log(JSON.stringify(report));
