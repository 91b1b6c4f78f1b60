import { testObeyedCharacters } from "./obeyed-characters";

describe("what AWS answers, each text of it", function () {
  this.timeout(600_000);
  testObeyedCharacters(true);
});
