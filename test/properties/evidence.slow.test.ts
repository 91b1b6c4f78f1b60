import { describeEvidence } from "./evidence";
import { generated } from "./generated";

describeEvidence(...generated(10_000, 20261126));
