/** What may travel together. Grams and millilitres of one parcel, milliseconds. */
export type MergeRules = {
  /** Stored with every decision; another value of anything below is another version. */
  version: string;
  weightGramsMax: number;
  volumeMlMax: number;
  /** Orders in one parcel. */
  membersMax: number;
  /** Goods that must not meet other goods in one bag: the customer or the law wants them apart. */
  apartTags: readonly string[];
  /** What two windows must have in common, so that a rider can arrive in both. */
  serviceMs: number;
  /** Parcels whose start lies this near may start together. */
  togetherMs: number;
};

/** How long a parcel waits for a partner. Milliseconds. */
export type WaitRules = {
  /** Pick, pack and ride at the 90th percentile: what must remain of the promise. */
  neededMs: number;
  holdMsMax: number;
  holdMsMin: number;
  /** One part in so many of the slack may be spent waiting. */
  slackShare: number;
};

/** When goods for a window go to the store. */
export type ReleaseRules = {
  /** What a booked order needs before its window begins: to pick, to pack, to find a rider and to ride. */
  leadMs: number;
};

/** What a merchant may come to set otherwise, in one place. Rules get these as values and know no other. */
export type ParcelRules = { merge: MergeRules; wait: WaitRules; release: ReleaseRules };

const MINUTE = 60_000;

/** The values Huiliu starts with. */
export const PARCEL_RULES: ParcelRules = {
  merge: {
    version: "door-contact-1",
    weightGramsMax: 15_000,
    volumeMlMax: 60_000,
    membersMax: 4,
    apartTags: [
      "presale",
      "cod",
      "gift",
      "anonymous",
      "medicine",
      "invoice",
      "refunding",
      "no-merge",
    ],
    serviceMs: 3 * MINUTE,
    togetherMs: 15 * MINUTE,
  },
  wait: { neededMs: 18 * MINUTE, holdMsMax: 90_000, holdMsMin: 10_000, slackShare: 10 },
  release: { leadMs: 45 * MINUTE },
};
