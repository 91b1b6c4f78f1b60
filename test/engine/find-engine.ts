import { requirePulumi } from "../../local/provider/pulumi-cli";

// Before mocha starts: without the CLI there is nothing to test, and one sentence says what to do.
try {
  requirePulumi();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
