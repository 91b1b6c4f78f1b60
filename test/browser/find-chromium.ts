import { findChromium } from "./chromium";

// Before mocha starts: without a browser there is nothing to test, and one sentence says what to do.
try {
  findChromium();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
