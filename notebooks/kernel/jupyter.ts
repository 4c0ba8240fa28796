import { delimiter } from "node:path";
import { installKernel } from "./install.ts";

/** The environment in which Jupyter knows the kernel of this checkout, beside those that it knows already. */
export function jupyterEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const directories = [installKernel(), env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  // Python's debugger warns about frozen modules otherwise.
  return { ...env, JUPYTER_PATH: directories, PYDEVD_DISABLE_FILE_VALIDATION: "1" };
}
