#!/usr/bin/env node
// GitHub's CLI, as far as the workflows use it. Comments and issues are in the file GH_STORE.
import * as fs from "node:fs";

const { GH_STORE, GH_TOKEN } = process.env;
if (!GH_TOKEN) fail("gh: set GH_TOKEN");
const store = JSON.parse(fs.readFileSync(GH_STORE, "utf8"));
const args = process.argv.slice(2);

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function option(name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function bodyIn(field) {
  const [, file] = /^body=@(.*)$/.exec(field) ?? fail(`gh: ${field} is no body`);
  return fs.readFileSync(file, "utf8");
}

const [command, verb] = args;
const address = args.find((one) => one.startsWith("repos/")) ?? "";
const [, thread] = /^repos\/example\/fleet\/issues\/(\d+)\/comments$/.exec(address) ?? [];
const [, comment] = /^repos\/example\/fleet\/issues\/comments\/(\d+)$/.exec(address) ?? [];
if (command === "api" && option("--method") === undefined && thread) {
  // A page each, as --paginate prints them.
  process.stdout.write("[]");
  process.stdout.write(JSON.stringify(store.comments));
} else if (command === "api" && option("--method") === "POST" && thread) {
  const id = store.comments.length + 1;
  store.comments.push({ id, user: { login: "github-actions[bot]" }, body: bodyIn(option("--field")) });
} else if (command === "api" && option("--method") === "PATCH" && comment) {
  store.comments.find(({ id }) => id === Number(comment)).body = bodyIn(option("--field"));
} else if (command === "issue" && verb === "list") {
  const open = store.issues.filter(({ state }) => state === "open");
  process.stdout.write(JSON.stringify(open.map(({ number, title }) => ({ number, title }))));
} else if (command === "issue" && verb === "create") {
  const number = store.issues.length + 1;
  const body = fs.readFileSync(option("--body-file"), "utf8");
  store.issues.push({ number, title: option("--title"), state: "open", body });
} else if (command === "issue" && verb === "close") {
  store.issues.find(({ number }) => number === Number(args[2])).state = "closed";
} else fail(`gh: nobody here knows ${args.join(" ")}`);
fs.writeFileSync(GH_STORE, JSON.stringify(store));
