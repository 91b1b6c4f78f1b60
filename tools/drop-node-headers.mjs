// npm run prepare, which npm itself runs after npm ci and npm install.
import { rmSync } from "node:fs";

const root = new URL("../node_modules/", import.meta.url);

if (process.argv.includes("--help")) {
  process.stdout
    .write(`Deletes the C headers that come with the Node for the scripts: 67 MB, and nothing here is compiled.

Usage: npm run prepare

Example:
  npm run prepare
`);
} else {
  for (const platform of ["linux-x64", "linux-arm64", "win-x64"]) {
    rmSync(new URL(`node-${platform}/include/`, root), { recursive: true, force: true });
  }
}
