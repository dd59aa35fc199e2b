import type { DemoChannel } from "@/server/domain/demo/accounts";
import type { Sex } from "./names";

/** A residential compound 小区. */
export type DemoCompound = {
  id: string;
  name: string;
  storeCode: string;
  district: string;
  road: string;
  roadNo: number;
  /** The middle of it, GCJ-02 micro-degrees. */
  lngE6: number;
  latE6: number;
};

/** One flat's door, the truth that every written address means. */
export type DemoDoor = {
  /** `C01-3-2-1201` */
  id: string;
  compound: DemoCompound;
  building: number;
  unit: number;
  room: string;
  lngE6: number;
  latE6: number;
};

export type DemoPerson = {
  id: string;
  name: string;
  sex: Sex;
  phone: string;
  /** Where this person orders; at least one. */
  channels: readonly DemoChannel[];
};

export type DemoHousehold = {
  id: string;
  storeCode: string;
  door: DemoDoor;
  /** One to three. */
  people: readonly DemoPerson[];
};
