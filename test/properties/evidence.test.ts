import { describeEvidence } from "./evidence";

// A few, always the same; `npm run test:slow` takes ten thousand.
describeEvidence(80, 20261126);
