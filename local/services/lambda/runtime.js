"use strict";

/*
 * The runtime around a function in Lambda's execution environment. It loads the handler, takes events from the parent
 * process one at a time, and answers with the handler's result or error. Plain JavaScript, so that it starts at once.
 */

const path = require("node:path");
const { pathToFileURL } = require("node:url");

const send = (message) => process.send(message);

// Lambda writes each line of output to the function's log. Here the lines are sent in order, before the answer.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, callback) => {
    for (const line of String(chunk).split("\n")) if (line !== "") send({ type: "log", line });
    const done = typeof encoding === "function" ? encoding : callback;
    if (done) done();
    return true;
  };
}

const RealDate = Date;
/** The account's time, which stands still while a function runs. */
let accountTime = RealDate.now();

/** The function's clock is the account's, so that every run has the same result. Timers run in real time. */
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [accountTime] : given));
  }

  static now() {
    return accountTime;
  }
};

/** An error as Lambda reports it. */
function describe(error) {
  const isError = error instanceof Error;
  return {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
    trace: isError ? String(error.stack).split("\n") : [],
  };
}

function failure(errorType, errorMessage) {
  return Object.assign(new Error(errorMessage), { name: errorType });
}

async function loadHandler() {
  const [file, exported] = process.env._HANDLER.split(".");
  let module;
  try {
    module = await import(pathToFileURL(path.join(process.env.LAMBDA_TASK_ROOT, `${file}.js`)).href);
  } catch (error) {
    throw failure("Runtime.ImportModuleError", `Error: Cannot load module '${file}': ${error.message}`);
  }
  const handler = module[exported] ?? module.default?.[exported];
  if (typeof handler !== "function") {
    throw failure("Runtime.HandlerNotFound", `${process.env._HANDLER} is undefined or not exported`);
  }
  return handler;
}

const loading = loadHandler();
loading.catch(() => {}).finally(() => send({ type: "ready" }));

process.on("message", async ({ id, event, context, timeout, now }) => {
  try {
    const handler = await loading;
    accountTime = now;
    const deadline = RealDate.now() + timeout;
    const value = await handler(event, {
      ...context,
      getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
    });
    send({ type: "result", id, value: value ?? null });
  } catch (error) {
    send({ type: "error", id, error: describe(error) });
  }
});
process.on("disconnect", () => process.exit(0));
