// What the archive of every function exports. Together they are a third of what they are apart: most of it is the SDK.
export { handler as configHandler } from "./config-handler";
export { handler as eventHandler } from "./event-handler";
export { handler as notifierHandler } from "./notifier-handler";
