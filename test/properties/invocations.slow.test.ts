import { describeInvocations } from "./invocations";

// CI plays the same ones each time, so that what lands is what was seen; PROPERTY_SEED plays others.
describeInvocations(100_000, Number(process.env["PROPERTY_SEED"] ?? 20261123));
