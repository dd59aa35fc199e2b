import { expect, test } from "vitest";
import { heardOrder, sampleAccount } from "@/tests/samples/order";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import type { DeviceStep } from "../channels";
import { ownSteps, stepKey } from "./own-steps";

const step: DeviceStep = {
  kind: "parcel",
  fulfilmentId: 101,
  to: "picked",
  at: SAMPLE_AT,
  picked: [],
};
const said = (actsFor: "*" | string[]) => {
  const { config, ...rest } = sampleAccount();
  const account = { ...rest, config: { ...config, actsFor } };
  return { ...heardOrder(), account, step };
};
const owners = new Map([[stepKey(step), "S1"]]);

test("ownSteps: a device acts for whom it was given, and for nobody else", () => {
  const out = ownSteps([said(["S1"]), said(["S2"]), said("*")], owners);
  expect([out.own.length, out.strange.length]).toEqual([2, 1]);
});

test("ownSteps: of what is not there nobody can say whose it is", () => {
  expect(ownSteps([said([])], new Map()).own).toHaveLength(1);
});

test("stepKey: a parcel and a task of one number are two", () => {
  const task: DeviceStep = { kind: "task", taskId: 101, to: "delivered", at: SAMPLE_AT };
  expect(stepKey(task)).not.toBe(stepKey(step));
});
