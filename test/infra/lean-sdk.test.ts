import assert from "node:assert/strict";
import { leanSdk } from "../../infra/lambda/lean-sdk";

describe("the SDK in the functions' bundle", () => {
  for (const [what, code, lean] of [
    [
      "has plain keys",
      'var _hE = "http";\nvar Put$ = { [_hE]: ["POST"], [other]: 1 };',
      'var _hE = "http";\nvar Put$ = { "http": ["POST"], [other]: 1 };',
    ],
    [
      "keeps a key whose value is not known here",
      'function put() {\n  var _h = "http";\n}\nvar Put$ = { [_h]: 1, [_other]: 2 };',
      'function put() {\n  var _h = "http";\n}\nvar Put$ = { [_h]: 1, [_other]: 2 };',
    ],
    [
      "registers each service's own exception, and no other",
      "_s_registry2.registerError(KMSServiceException$, KMSServiceException);\nn0_registry.registerError(A$, A);\nn10_registry12.registerError(B$, B);\nnext();",
      "_s_registry2.registerError(KMSServiceException$, KMSServiceException);\n\n\nnext();",
    ],
    ...(["package_default", "package_default2", "package_default12"] as const).map(
      (name) =>
        [
          `has the version alone of a package.json, ${name}`,
          `var ${name} = {\n  name: "@aws-sdk/client-kms",\n  engines: {\n    version: "9",\n    close: "};"\n  },\n  version: "3.1.0",\n  scripts: {\n    build: "};"\n  }\n};\nvar next = {\n};`,
          `var ${name} = { version: "3.1.0" };\nvar next = {\n};`,
        ] as const,
    ),
  ] as const)
    it(what, () => assert.equal(leanSdk(code), lean));
});
