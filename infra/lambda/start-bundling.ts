import { handlersCode } from "./handlers-code";

// Imported first of all: esbuild bundles in a process of its own while this one loads Pulumi and the stack's modules.
// What it cannot bundle is told where somebody waits for the code.
handlersCode().catch(() => {});
