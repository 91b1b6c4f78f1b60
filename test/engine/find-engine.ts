import { oldestEngine } from "../../local/provider/session";
import { engineVersion } from "../../tools/engine";

// Before mocha starts: without a CLI there is nothing to test, and one sentence says what to do.
try {
  const version = engineVersion();
  if (version.localeCompare(oldestEngine, "en", { numeric: true }) < 0) {
    throw new Error(
      `These tests need Pulumi's CLI ${oldestEngine} or newer, but this is ${version}: see https://www.pulumi.com/docs/install.`,
    );
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
