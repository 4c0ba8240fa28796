// A thread of the kernel that is never busy: it breaks off a cell that does not let the kernel hear an interrupt.
const { Session } = require("node:inspector");
const { Socket } = require("node:net");
const { parentPort, workerData } = require("node:worker_threads");

/** Counts the interrupts that the kernel has heard. */
const heard = new Int32Array(workerData);
const patienceMs = 300;

const pipe = new Socket({ fd: 3, readable: true, writable: false });
pipe.on("data", () => {
  const before = Atomics.load(heard, 0);
  parentPort.postMessage("interrupt");
  if (Atomics.wait(heard, 0, before, patienceMs) !== "timed-out") return;
  const session = new Session();
  session.connectToMainThread();
  // What it breaks off is what runs; the kernel then hears the message, and ends the cell.
  session.post("Runtime.terminateExecution", () => session.disconnect());
});
// The launcher is gone, so nobody can stop this kernel any more, busy or not.
const end = () => process.kill(process.pid, "SIGKILL");
pipe.on("end", end);
pipe.on("error", end);
