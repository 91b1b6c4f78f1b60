// Preloaded with --require: what ts-node does when nobody tells it otherwise.
require("ts-node").register({ swc: false, transpileOnly: false });
