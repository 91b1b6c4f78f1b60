/**
 * Which room may import what: drawn in docs/architecture.md. Whatever is not allowed is forbidden,
 * rooms that do not exist yet included.
 *
 * @type {Record<string, { rooms?: string[], packages?: string[] }>}
 */
const rooms = {
  // What every command line shares; it knows nothing of what the commands do.
  cli: {
    packages: ["cli-progress", "@types/cli-progress", "cli-table3", "commander", "fastest-levenshtein"],
  },
  "rule/decision": {},
  rule: { rooms: ["rule/decision"], packages: ["@aws-sdk/", "@smithy/"] },
  infra: { rooms: ["rule/decision"], packages: ["@pulumi/", "esbuild", "fastest-levenshtein"] },
  // The guard for every Pulumi language. What it imports is built into one file.
  provider: { rooms: ["infra"], packages: ["@pulumi/pulumi"] },
  "stack-runner": { packages: ["@pulumi/pulumi", "yaml", "fastest-levenshtein"] },
  policy: {
    rooms: ["rule/decision"],
    packages: ["@pulumi/policy", "@pulumi/pulumi", "fastest-levenshtein"],
  },
  // Never policy: it starts the pack as the engine does, in a process of its own.
  review: {
    rooms: ["cli", "stack-runner"],
    packages: [
      "@grpc/grpc-js",
      "@pulumi/pulumi",
      "ajv",
      "esbuild",
      "fastest-levenshtein",
      "google-protobuf",
      "@types/google-protobuf",
      "prettier",
    ],
  },
  audit: {
    // The program itself: preflight reads from its graph what a deployment needs.
    rooms: ["cli", "rule/decision", "stack-runner"],
    packages: [
      "@aws-sdk/",
      "@smithy/",
      "csv-stringify",
      "humanize-duration",
      "@types/humanize-duration",
      "fastest-levenshtein",
      "fflate",
      "htm/",
      "preact",
    ],
  },
  // Never rule or infra: what the local account thinks of AWS must not be what the product thinks of it.
  local: { rooms: ["cli", "stack-runner"], packages: [""] },
};

/** The rooms that say which version they are: what is deployed, its log and its evidence. */
const versioned = ["rule", "infra", "provider", "audit"];

const files = (room) =>
  ({ rule: "^rule/(?!decision/)", local: "^local/(?!start\\.ts)" })[room] ?? `^${room}/`;
const escaped = (text) => text.replaceAll(".", "\\.");

const roomRules = Object.entries(rooms).map(([room, { rooms: others = [], packages = [] }]) => ({
  name: `imports-of-${room.replace("/", "-")}`,
  comment: `${room}/ may import ${[...others.map((other) => `${other}/`), ...packages].join(", ") || "nothing"}.`,
  severity: "error",
  from: { path: files(room) },
  to: {
    pathNot: [
      `^${room}/`,
      ...others.map(files),
      ...(versioned.includes(room) ? ["^package\\.json$"] : []),
      ...packages.map((name) => `node_modules/${escaped(name)}`),
    ],
    ...(room !== "rule/decision" && { dependencyTypesNot: ["core"] }),
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: "imports-of-index",
      comment:
        "index.ts is the stack's settings, one guard and its outputs; and spares stack traces, as every run of it does.",
      severity: "error",
      from: { path: "^index\\.ts$" },
      to: {
        pathNot: ["^infra/", "^stack-runner/disable-traces\\.ts$", "node_modules/@pulumi/"],
      },
    },
    {
      name: "imports-of-local-start",
      comment: "What `npm start` does beside the local run: the review's and the report's own way to say it.",
      severity: "error",
      from: { path: "^local/start\\.ts$" },
      to: {
        pathNot: ["^local/", "^cli/", "^review/(print|review)\\.ts$", "^audit/report/write\\.ts$"],
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "provider-by-service",
      comment:
        "infra/aws.ts has the provider's services one by one; its index would load all of them at every start.",
      severity: "error",
      from: { path: "^infra/" },
      to: { path: "node_modules/@pulumi/aws/index" },
    },
    {
      name: "nothing-imports-upward",
      comment:
        "The stack's program and the tests are imported by nobody; stack-runner/ loads index.ts by path.",
      severity: "error",
      from: { path: "^(cli|rule|infra|provider|stack-runner|local|audit|policy|review)/" },
      to: { path: "^(index\\.ts|test/)" },
    },
    {
      name: "tools-never-import-tests",
      comment: "What a page or a figure is made from belongs to tools/; the tests use it from there.",
      severity: "error",
      from: { path: "^tools/" },
      to: { path: "^test/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(coverage|provider/dist)/|^provider/index\\.js$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
    },
  },
};
