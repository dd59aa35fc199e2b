import { expect, test } from "vitest";
import { heardOrder } from "@/tests/samples/order";
import { repeatedMessages } from "./outcome";
import { emptyUnderstood } from "./understood";

test("repeatedMessages: only messages of which nothing is new", () => {
  const orders = [1, 2, 3].map((id) => heardOrder({}, { id }));
  const said = { ...emptyUnderstood(), orders };
  const [first] = orders;
  expect([...repeatedMessages(said, [first!], [3])]).toEqual([2]);
});

test("repeatedMessages: a message that tells something besides is not among them", () => {
  const one = heardOrder({}, { id: 4 });
  const said = { ...emptyUnderstood(), orders: [one], badRows: [{ ...one, row: 1, reason: "" }] };
  expect(repeatedMessages(said, [], []).size).toBe(0);
});
