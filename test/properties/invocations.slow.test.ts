import { generated } from "./generated";
import { describeInvocations } from "./invocations";

describeInvocations(...generated(100_000, 20261123));
