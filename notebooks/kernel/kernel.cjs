// The TypeScript kernel of the notebooks (tslab), so that a cell can import what the rest of the project imports. Started by
// launcher.cjs.
//
// tslab reads no tsconfig.json, and left alone it resolves modules as Node 10 did: no "#lib/..." and no "./x.ts".
const { existsSync } = require("node:fs");
const { createRequire, enableCompileCache } = require("node:module");
const { join, sep } = require("node:path");
const { Worker } = require("node:worker_threads");
const options = require("./compiler-options.json");

// tslab resolves modules and compiles below its working directory. Jupyter starts it in the notebook's folder, from where
// lib would be outside.
process.chdir(join(__dirname, "..", ".."));

// Its compiler is nine megabytes of JavaScript, which Node else translates again for each kernel.
enableCompileCache(join(process.cwd(), "node_modules", ".cache", "livecorpus-kernel"));

const tslabPath = require.resolve("tslab/dist/main.js");
const requireFromTslab = createRequire(tslabPath);

// tslab hands its options to createWatchCompilerHost; ours are added there. The exports of its TypeScript cannot be
// replaced one by one (they are getters), so tslab finds a copy in the require cache.
const typescriptPath = requireFromTslab.resolve("@tslab/typescript-for-tslab");
const typescript = requireFromTslab(typescriptPath);
const { options: converted, errors } = typescript.convertCompilerOptionsFromJson(options, process.cwd());
if (errors.length > 0) throw new Error(`compiler-options.json: ${JSON.stringify(errors.map((e) => e.messageText))}`);
// Nor does it watch files: what Node has loaded stays as it was until the kernel restarts, and tslab breaks off with
// "Unexpected pending rebuildTimer" when a package.json changes under it.
const watchNothing = () => ({ close() {} });
// With each cell tslab would check and translate again all files that it imports, however far away: seconds for lib, whose
// files Node runs as they are. Only what stands in cells is left to it: the cell, and modules that are cells.
const ofCells = (builder) => {
  const program = builder.getProgram();
  const written = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName) && !existsSync(fileName));
  // tslab asks for the names that a cell declares before it has it checked.
  for (const file of written) typescript.bindSourceFile(file, program.getCompilerOptions());
  builder.getAllDependencies = () => written.map(({ fileName }) => fileName);
  return builder;
};
const ours = `${process.cwd().replaceAll(sep, "/")}/`;
const isOurs = (path) => path.startsWith(ours) && !path.startsWith(`${ours}node_modules/`);
// The clients of services have larger types than all of lib, and no cell sees them through lib. What a cell itself imports
// has its types.
const clients = new Set([
  "@google-cloud/storage",
  "@google-cloud/vertexai",
  "@google/genai",
  "bullmq",
  "ioredis",
  "pg",
]);
const withoutClients = (host, compilerOptions) => {
  const cache = typescript.createModuleResolutionCache(process.cwd(), (path) => path, compilerOptions);
  host.resolveModuleNameLiterals = (names, from, redirected, used, file) =>
    names.map((name) =>
      clients.has(name.text) && isOurs(from) && existsSync(from)
        ? { resolvedModule: undefined }
        : typescript.resolveModuleName(
            name.text,
            from,
            used,
            host,
            cache,
            redirected,
            typescript.getModeForUsageLocation(file, name),
          ),
    );
  return host;
};
require.cache[typescriptPath].exports = {
  ...typescript,
  sys: { ...typescript.sys, watchFile: watchNothing, watchDirectory: watchNothing },
  createWatchCompilerHost: (files, tslabOptions, system, _builder, ...rest) => {
    const all = { ...tslabOptions, ...converted };
    // A builder that keeps no account of which file depends on which: nothing changes but the cell.
    const builder = typescript.createAbstractBuilder;
    return withoutClients(typescript.createWatchCompilerHost(files, all, system, builder, ...rest), all);
  },
  createWatchProgram: (host) => {
    const { afterProgramCreate } = host;
    host.afterProgramCreate = (builder) => afterProgramCreate(ofCells(builder));
    return typescript.createWatchProgram(host);
  },
};

// tslab prints why a cell failed but leaves it out of its reply, so that a headless run would end with "<Error>: ".
const { JupyterHandlerImpl } = requireFromTslab("./jupyter.js");
const { handleExecute, handleExecuteImpl } = JupyterHandlerImpl.prototype;
JupyterHandlerImpl.prototype.handleExecute = async function (request, writeStream, writeDisplayData) {
  let printed = "";
  const listen = (name, text) => {
    if (name === "stderr") printed += text;
    writeStream(name, text);
  };
  const reply = await handleExecute.call(this, request, listen, writeDisplayData);
  return reply.status === "error" ? { ...reply, ename: "Error", evalue: printed.trim(), traceback: [] } : reply;
};

// As in IPython, %reset forgets all names. What was imported stays loaded: only a restart takes an edited lib.
JupyterHandlerImpl.prototype.handleExecuteImpl = async function (request, ...rest) {
  if (request.code.trim() !== "%reset") return handleExecuteImpl.call(this, request, ...rest);
  this.executor.reset();
  return handleExecuteImpl.call(this, { ...request, code: "" }, ...rest);
};

const heard = new SharedArrayBuffer(4);
const watcher = new Worker(join(__dirname, "watcher.cjs"), { workerData: heard });
watcher.on("message", () => {
  Atomics.add(new Int32Array(heard), 0, 1);
  Atomics.notify(new Int32Array(heard), 0);
  // tslab ends the cell that waits.
  process.emit("SIGINT");
});
watcher.unref();

requireFromTslab(tslabPath).startKernel({
  configPath: process.argv[process.argv.indexOf("--config-path") + 1],
  enableFindLocal: false,
  jsKernel: false,
  globalVersion: requireFromTslab("../package.json").version,
});
