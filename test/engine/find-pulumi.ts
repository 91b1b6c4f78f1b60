import { findPulumi } from "./pulumi";

// Before mocha starts: without the CLI there is nothing to test, and one sentence says what to do.
try {
  findPulumi();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
