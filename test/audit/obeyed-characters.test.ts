import { testObeyedCharacters } from "./obeyed-characters";

describe("what AWS answers", function () {
  this.timeout(60_000);
  testObeyedCharacters(false);
});
