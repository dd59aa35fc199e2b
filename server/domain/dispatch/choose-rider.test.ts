import { expect, test } from "vitest";
import { chooseRider, distanceMetres } from "./choose-rider";

const parcel = { needsColdBox: false, lngE6: 120_150_000, latE6: 30_250_000 };
const rider = {
  id: 1,
  name: "王磊",
  capacity: 4,
  load: 0,
  coldBox: false,
  lngE6: 120_150_000,
  latE6: 30_250_000,
};

test("chooseRider: the nearest with room; a full one and one without the box never", () => {
  const far = { ...rider, id: 2, name: "张强", lngE6: 120_160_000 };
  expect(chooseRider(parcel, [far, rider])?.riderId).toBe(1);
  expect(chooseRider(parcel, [{ ...rider, load: 4 }, far])?.riderId).toBe(2);
  expect(
    chooseRider({ ...parcel, needsColdBox: true }, [rider, { ...far, coldBox: true }])?.riderId,
  ).toBe(2);
  expect(chooseRider({ ...parcel, needsColdBox: true }, [rider])).toBeNull();
});

test("chooseRider: says why, and a near rider with a full back loses to an idle one a little further", () => {
  const idle = { ...rider, id: 3, name: "李伟", latE6: 30_254_000 };
  const choice = chooseRider(parcel, [{ ...rider, load: 2 }, idle]);
  expect(choice).toMatchObject({ riderId: 3, sentence: "李伟 距门店 445 米，手上 0 单" });
});

test("distanceMetres: a hundredth of a degree", () => {
  expect(distanceMetres(parcel, { lngE6: 120_150_000, latE6: 30_260_000 })).toBe(1113);
  expect(distanceMetres(parcel, parcel)).toBe(0);
});
