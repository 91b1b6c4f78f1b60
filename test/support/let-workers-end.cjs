// mocha's workers write what they covered as they end. workerpool kills them a second after it asked them to, and then all
// that a busy machine's worker covered is lost.
const { createRequire } = require("node:module");
const workerpool = createRequire(require.resolve("mocha/package.json"))("workerpool");

const { pool } = workerpool;
workerpool.pool = (script, options) => pool(script, { ...options, workerTerminateTimeout: 60_000 });
