// Required by mocha in Stryker's run over infra/: what a suite prepares once, it prepares before each test. Stryker counts
// what runs between two tests as part of the first, and so would not show a mutant to the tests that were prepared by it.
const { Suite } = require("mocha");

Suite.prototype.beforeAll = Suite.prototype.beforeEach;
