import { XrayEncryptionGuard } from "../../../infra/guard";

// The same as the programs in examples/consumers/.
new XrayEncryptionGuard("guard", { desiredKey: "alias/xray-traces", notify: ["security@example.com"] });
