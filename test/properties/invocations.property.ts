import { describeInvocations } from "./invocations";

describeInvocations(100_000);
