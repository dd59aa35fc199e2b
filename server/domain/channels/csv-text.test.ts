import { expect, test } from "vitest";
import { csvText } from "./csv-text";

test("csvText: cells with commas, quotes or line breaks are quoted, others stay", () => {
  expect(
    csvText([
      ["a", "b"],
      ["1,2", 'say "x"'],
      ["", "two\nlines"],
    ]),
  ).toBe('a,b\n"1,2","say ""x"""\n,"two\nlines"');
});
