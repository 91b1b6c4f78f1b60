import assert from "node:assert/strict";
import { leanSchemas } from "../../infra/lambda/lean-sdk";

describe("the SDK's schemas in the functions' bundle", () => {
  for (const [what, code, lean] of [
    [
      "have plain keys",
      'const _hE = "http";\nvar Put$ = { [_hE]: ["POST"], [other]: 1 };',
      'const _hE = "http";\nvar Put$ = { "http": ["POST"], [other]: 1 };',
    ],
    [
      "keep a key whose value is not known here",
      'function put() {\n  const _h = "http";\n}\nvar Put$ = { [_h]: 1, [_other]: 2 };',
      'function put() {\n  const _h = "http";\n}\nvar Put$ = { [_h]: 1, [_other]: 2 };',
    ],
    [
      "register each service's own exception, and no other",
      "_s_registry.registerError(KMSServiceException$, KMSServiceException);\nn0_registry.registerError(A$, A);\nn10_registry.registerError(B$, B);\nnext();",
      "_s_registry.registerError(KMSServiceException$, KMSServiceException);\n\n\nnext();",
    ],
  ] as const)
    it(what, () => assert.equal(leanSchemas(code), lean));
});
