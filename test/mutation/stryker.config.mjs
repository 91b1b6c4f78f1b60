// npm run test:mutation: every line of rule/ broken in turn, to see the tests of rule/ notice.
import { fileURLToPath } from "node:url";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "mocha",
  // By path: Stryker runs in the project's folder, its packages are in this one.
  plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/mocha-runner"))],
  mochaOptions: { config: "test/mutation/mocharc.json" },
  testRunnerNodeArgs: ["--require", "./test/mutation/mocha-names.cjs"],
  // Two files stand in for others in the bundle alone, which Stryker cannot look into.
  mutate: ["rule/**/*.ts", "!rule/bundle/event-streams.ts", "!rule/bundle/profile-files.ts"],
  // perTest: a mutant is shown only the tests that reach it.
  coverageAnalysis: "perTest",
  // Types are not checked, neither here nor when the tests run.
  disableTypeChecks: false,
  ignoreStatic: true,
  incremental: false,
  concurrency: 2,
  timeoutMS: 5000,
  reporters: ["clear-text", "progress", "html", "json"],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  htmlReporter: { fileName: "coverage/mutation.html" },
  jsonReporter: { fileName: "coverage/mutation.json" },
  tempDirName: "coverage/stryker",
  ignorePatterns: [
    "audit",
    "coverage",
    "docs",
    // The tests of the messages validate by it.
    "!docs/message.schema.json",
    "examples",
    "local",
    "policy",
    "review",
    "test/mutation/node_modules",
    ".github",
  ],
  thresholds: { high: 95, low: 94, break: 94 },
};
