// What Pulumi starts. The provider itself is built: a release has it, a checkout makes it.
const { existsSync } = require("node:fs");

if (!existsSync(`${__dirname}/dist/provider.js`)) {
  console.error(
    "This checkout has no built provider: run `npm ci && npm run package` in it, or name a release, such as …/provider@v0.2.0.",
  );
  process.exit(1);
}
require("./dist/provider.js");
