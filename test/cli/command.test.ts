import assert from "node:assert/strict";
import { CommandLine, InvalidArgumentError } from "../../cli/command";
import { run } from "../../cli/main";

const exitCodes = [{ code: 0, when: "the bread is baked" }];

function bake(): CommandLine {
  return new CommandLine("npm run bake --", {
    description: "Bakes bread.",
    examples: ["npm run bake -- --flour rye"],
    exitCodes,
  })
    .value("--flour <name>", "of what", { choices: ["rye", "wheat"], default: "wheat" })
    .value("--minutes <n>", "how long", {
      read: (text) => {
        if (/^\d+$/.test(text)) return Number(text);
        throw new InvalidArgumentError("expected a number of minutes.");
      },
    })
    .flag("--vegan", "without butter");
}

function kitchen(): CommandLine {
  const kitchen = new CommandLine("npm run kitchen --", {
    description: "Cooks.",
    examples: ["npm run kitchen -- bread", "npm run kitchen -- soup"],
    exitCodes,
  });
  for (const name of ["bread", "soup"]) {
    const options = { description: name, examples: [`npm run kitchen -- ${name}`], exitCodes };
    kitchen.addCommand(new CommandLine(name, options).value("--salt <grams>", "how much"));
  }
  return kitchen;
}

function readMistake(command: CommandLine, line: string): string {
  try {
    command.read(line.split(" "));
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.equal(error.name, "UsageError");
    return error.message;
  }
  return assert.fail(`${line} was taken`);
}

function readHelp(command: CommandLine, ...args: string[]): string {
  const request = command.read(args);
  assert.ok("help" in request);
  return request.help;
}

describe("a command line", () => {
  it("has its options, with their defaults where they are not given", () => {
    assert.deepEqual(bake().read([]), {
      command: "npm run bake --",
      options: { flour: "wheat", vegan: false },
      operands: [],
    });
    assert.deepEqual(bake().read(["--minutes=50", "--flour", "rye", "--vegan"]), {
      command: "npm run bake --",
      options: { flour: "rye", minutes: 50, vegan: true },
      operands: [],
    });
  });

  it("tells its subcommand with the options of that", () => {
    assert.deepEqual(kitchen().read(["soup", "--salt", "5"]), {
      command: "soup",
      options: { salt: "5" },
      operands: [],
    });
  });

  const mistakes: [line: string, message: string][] = [
    ["--flor rye", "Unknown option '--flor': did you mean --flour?"],
    ["-x", "Unknown option '-x': the options are --flour, --minutes, --vegan, --help."],
    ["--flour", "Option --flour needs a value: --flour <name>."],
    ["--flour=", "Option --flour needs a value: --flour <name>."],
    ["--flour --vegan", "Option --flour needs a value: --flour <name>."],
    ["--flour wheat --flour rye", "Option --flour is given twice: give it once."],
    ["--flour wheet", "Option --flour is 'wheet': expected one of rye, wheat; did you mean wheat?"],
    ["--minutes it's", "Option --minutes is 'it's': expected a number of minutes."],
    ["--vegan=yes", "Option --vegan takes no value, but was given 'yes'."],
    ["rye", "Unexpected argument 'rye': the options are --flour, --minutes, --vegan, --help."],
  ];
  for (const [line, message] of mistakes) {
    it(`refuses "${line}" with one sentence`, () => {
      assert.equal(readMistake(bake(), line), message);
    });
  }

  const mistakesOfSubcommands: [line: string, message: string][] = [
    ["bred", "Unknown command 'bred': did you mean bread?"],
    ["xyzzy", "Unknown command 'xyzzy': the commands are bread, soup."],
    ["--salt 5 soup", "The command comes first, before --salt: one of bread, soup."],
    ["soup --slat 5", "Unknown option '--slat': did you mean --salt?"],
  ];
  for (const [line, message] of mistakesOfSubcommands) {
    it(`with subcommands refuses "${line}" with one sentence`, () => {
      assert.equal(readMistake(kitchen(), line), message);
    });
  }

  for (const args of [["--help"], ["-h"], ["--flour", "rye", "--help"]]) {
    it(`answers ${args.join(" ")} with usage, options, example and exit codes`, () => {
      const help = readHelp(bake(), ...args);

      assert.match(help, /^Usage: npm run bake -- \[options\]$/m);
      assert.match(help, /^ {2}--flour <name> +of what \(choices: "rye", "wheat", default: "wheat"\)$/m);
      assert.match(help, /^ {2}--vegan +without butter$/m);
      assert.match(help, /^Example:\n {2}npm run bake -- --flour rye$/m);
      assert.match(help, /^Exit codes:\n {3}0 {2}the bread is baked$/m);
    });
  }

  for (const args of [[], ["--help"], ["help"]]) {
    it(`with subcommands names them for "${args.join(" ")}"`, () => {
      assert.match(readHelp(kitchen(), ...args), /^Commands:\n {2}bread .*\n {2}soup /m);
    });
  }

  for (const args of [
    ["soup", "--help"],
    ["help", "soup"],
  ]) {
    it(`answers ${args.join(" ")} with the help of the subcommand`, () => {
      assert.match(readHelp(kitchen(), ...args), /^Usage: npm run kitchen -- soup \[options\]$/m);
    });
  }
});

describe("running a command line", () => {
  class OvenError extends Error {
    override readonly name = "OvenError";
  }

  async function outcome(args: string[], act: () => Promise<number>, mistakeCode?: number) {
    let printed = "";
    const warnings: string[] = [];
    const code = await run(bake(), args, act, {
      print: (text) => void (printed += text),
      warn: (sentence) => warnings.push(sentence),
      mistakes: ["OvenError"],
      ...(mistakeCode !== undefined && { mistakeCode }),
    });
    return { code, printed, warnings };
  }

  const neverActs = async () => assert.fail("it acted");

  it("ends with the code of what was done", async () => {
    assert.deepEqual(await outcome([], async () => 7), { code: 7, printed: "", warnings: [] });
  });

  it("prints the help, ends with 0 and does nothing else", async () => {
    const { code, printed, warnings } = await outcome(["--help"], neverActs);

    assert.deepEqual({ code, warnings }, { code: 0, warnings: [] });
    assert.match(printed, /^Usage: /);
  });

  it("says a mistake in the arguments, ends with 2 or as told, and does nothing else", async () => {
    const warnings = ["Unknown option '--flor': did you mean --flour?"];

    assert.deepEqual(await outcome(["--flor"], neverActs), { code: 2, printed: "", warnings });
    assert.deepEqual(await outcome(["--flor"], neverActs, 3), { code: 3, printed: "", warnings });
  });

  it("says what the user can mend as a sentence", async () => {
    const act = () => Promise.reject(new OvenError("The oven is cold: light it."));

    assert.deepEqual(await outcome([], act), {
      code: 2,
      printed: "",
      warnings: ["The oven is cold: light it."],
    });
  });

  it("passes a defect on", async () => {
    await assert.rejects(
      outcome([], () => Promise.reject(new TypeError("undefined is no bread"))),
      { name: "TypeError" },
    );
  });
});
