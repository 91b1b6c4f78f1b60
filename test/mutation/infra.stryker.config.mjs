// npm run test:mutation:infra: every line of infra/ broken in turn, to see the tests of infra/ notice.
import rule from "./stryker.config.mjs";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  ...rule,
  mochaOptions: { config: "test/mutation/infra.mocharc.json" },
  mutate: ["infra/**/*.ts"],
  // Much of infra/ is constants: the statements of roles, the table of settings.
  ignoreStatic: false,
  // A program that never ends is noticed after this, beyond what its tests take.
  timeoutMS: 30_000,
  htmlReporter: { fileName: "coverage/mutation-infra.html" },
  jsonReporter: { fileName: "coverage/mutation-infra.json" },
  tempDirName: "coverage/stryker-infra",
  ignorePatterns: ["coverage", "review", "test/mutation/node_modules", ".github"],
  // What may go unnoticed is judged afterwards, by tools/mutation/stryker-report.ts.
  thresholds: { high: 98, low: 97, break: null },
};
