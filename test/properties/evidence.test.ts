import { describeEvidence } from "./evidence";

// A few, always the same; `npm run test:slow` takes ten thousand.
describeEvidence(200, 20261126);
