import * as pulumi from "@pulumi/pulumi";
import { XrayEncryptionGuard } from "xray-encryption-guard";

// This project's own: what another project's stack file holds is not read.
const config = new pulumi.Config();

const guard = new XrayEncryptionGuard("xray", {
  // Never left out: the component's own default accepts any key.
  desiredKey: config.require("desiredKey"),
  // One text, as `pulumi new` asks for it.
  notify: config
    .require("notify")
    .split(",")
    .map((one) => one.trim()),
});

export const desiredEncryption = guard.desiredEncryption;
export const mustConfirmSubscription = guard.mustConfirmSubscription;
export const regions = guard.regions;
