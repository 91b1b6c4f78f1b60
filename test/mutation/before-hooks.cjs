// Required by mocha in Stryker's run over infra/. Stryker counts what a before() reaches as reached by the test that ran last,
// and would show a mutant there to that test alone. Here it counts for every test that the before() prepares.
const { Suite } = require("mocha");

const { beforeAll } = Suite.prototype;

Suite.prototype.beforeAll = function (title, hook) {
  const suite = this;
  const prepare = hook ?? title;
  return beforeAll.call(this, async function () {
    const stryker = global.__stryker__ ?? {};
    const { currentTestId } = stryker;
    const here = `before ${suite.fullTitle()}`;
    stryker.currentTestId = here;
    await prepare.call(this);
    stryker.currentTestId = currentTestId;
    const perTest = stryker.mutantCoverage?.perTest ?? {};
    const reached = perTest[here] ?? {};
    delete perTest[here];
    suite.eachTest((test) => {
      const reachedBy = (perTest[test.fullTitle()] ??= {});
      for (const [mutant, times] of Object.entries(reached))
        reachedBy[mutant] = (reachedBy[mutant] ?? 0) + times;
    });
  });
};
