import { handlersCode } from "./handlers-code";

// Imported first of all: esbuild bundles in a process of its own while this one loads Pulumi and registers the stack.
// What it cannot bundle is told where a function takes the code.
handlersCode().catch(() => {});
