import { describeEvidence } from "./evidence";

describeEvidence(10_000, Number(process.env["PROPERTY_SEED"] ?? 20261126));
