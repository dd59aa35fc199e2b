import { expect, test } from "vitest";
import { demoCity } from "@/server/domain/demo/city";
import { seededRng } from "@/server/domain/kernel/rng";
import { demoHouseholds } from "./households";

test("demoHouseholds: 5 000 different doors, nobody shares a phone, same seed same people", () => {
  const city = demoCity(7);
  const households = demoHouseholds(city, seededRng(7));
  expect(households).toHaveLength(5_000);
  expect(new Set(households.map((household) => household.door.id)).size).toBe(5_000);
  const people = households.flatMap((household) => household.people);
  expect(new Set(people.map((person) => person.phone)).size).toBe(people.length);
  expect(people.every((person) => person.channels.length > 0)).toBe(true);
  const again = demoHouseholds(demoCity(7), seededRng(7), 50);
  expect(again).toEqual(households.slice(0, 50));
});

test("demoHouseholds: some households share a stair, some a flat", () => {
  const households = demoHouseholds(demoCity(7), seededRng(7), 600);
  const stairs = new Set(households.map((h) => h.door.id.split("-").slice(0, 3).join("-")));
  expect(stairs.size).toBeLessThan(300);
  expect(households.some((household) => household.people.length > 1)).toBe(true);
});
