import { expect, test } from "vitest";
import { seededRng } from "@/server/domain/kernel/rng";
import { createAgenda } from "./agenda";
import { worldClock } from "./clock";

test("agenda: what is due runs in the order of its moments, also what it adds itself", () => {
  let now = 0;
  const agenda = createAgenda(() => now);
  const rng = seededRng(1);
  const ran: number[] = [];
  for (let i = 0; i < 500; i += 1) {
    const at = rng.int(1_000);
    agenda.at(at, () => ran.push(at));
  }
  agenda.at(10, () => agenda.at(20, () => ran.push(20)));
  now = 999;
  agenda.runDue();
  expect(ran).toEqual([...ran].sort((a, b) => a - b));
  expect(ran).toHaveLength(501);
  expect(agenda.size()).toBe(0);
});

test("worldClock: simulated time runs ahead of the wall's", () => {
  let wall = 1_000;
  const clock = worldClock(10, () => wall);
  wall += 500;
  expect([clock.wallMs(), clock.simMs()]).toEqual([1_500, 6_000]);
});
