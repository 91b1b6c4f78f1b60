import { describeInvocations } from "./invocations";

// A few, always the same; `npm run test:properties` takes many, and others each time.
describeInvocations(2000, 20261123);
