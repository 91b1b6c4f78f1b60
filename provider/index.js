// What Pulumi starts. The provider itself is built.
const { existsSync } = require("node:fs");

if (!existsSync(`${__dirname}/dist/provider.js`)) {
  console.error("This checkout has no built provider: run `npm ci && npm run package` in it.");
  process.exit(1);
}
require("./dist/provider.js");
