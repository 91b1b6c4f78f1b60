import { describeInvocations } from "./invocations";

// A few, always the same; `npm run test:slow` takes many.
describeInvocations(1000, 20261123);
