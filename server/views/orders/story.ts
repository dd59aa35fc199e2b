import type { DecisionRow, StoryEvent } from "@/db/queries/lists/order-story";
import { showId } from "@/server/domain/kernel/ids";
import type { DeliveryOwner } from "@/server/domain/orders/axes";
import { CHANNEL_NAMES } from "@/server/domain/orders/labels";

const SOURCES = ["system", "person", "channel", "store", "rider"] as const;
export type StorySource = (typeof SOURCES)[number];

export type StoryView = {
  id: string;
  /** A message key: dots are not allowed in one. */
  kind: string;
  at: number;
  source: StorySource;
  actor: string;
  /** Sentences and numbers that explain the step, in the words of the event. */
  note: string;
  facts: { key: string; value: number }[];
  /** Which decision made this step, when one did. */
  decides: "merge" | "dispatch" | null;
};

const NUMBERS = ["lines", "short", "missing", "owedFen", "amountFen"] as const;
const WORDS = ["merge", "reason", "why", "note", "sentence"] as const;

/** Who did it, by the word the event carries. Anybody unknown is a person: those sign with their own name. */
function sourceOf(actor: string): StorySource {
  if (actor === "system" || actor === "dispatch") return "system";
  if (actor === "store" || actor === "rider") return actor;
  return actor === "channel" || actor in CHANNEL_NAMES ? "channel" : "person";
}

/** What a parcel does where its buyer comes for it: no rider takes part in these. */
const PICKED_UP: Record<string, string> = {
  "parcel.ready": "parcel_ready_pickup",
  "parcel.handed_over": "parcel_fulfilled_pickup",
  "parcel.fulfilled": "parcel_fulfilled_pickup",
};

/** An order's history, newest first as it came. */
export function toStory(events: readonly StoryEvent[], owner: DeliveryOwner): StoryView[] {
  return events.map(({ id, kind, at, actor, actorName, payload }) => ({
    id: showId("event", id),
    kind: (owner === "pickup" && PICKED_UP[kind]) || kind.replaceAll(".", "_"),
    at: typeof payload.at === "number" ? payload.at : at,
    source: sourceOf(actor),
    actor: actorName ?? actor,
    note: noteOf(payload),
    facts: NUMBERS.flatMap((key) => {
      const value = payload[key];
      return typeof value === "number" ? [{ key, value }] : [];
    }),
    decides: decidesOf(kind, payload),
  }));
}

function noteOf(payload: Record<string, unknown>): string {
  const words = WORDS.flatMap((key) => (typeof payload[key] === "string" ? [payload[key]] : []));
  const partners = Array.isArray(payload.with) ? [payload.with.join("、")] : [];
  return [...partners, ...words].filter(Boolean).join("：");
}

function decidesOf(kind: string, payload: Record<string, unknown>): StoryView["decides"] {
  if (kind === "delivery.assigned") return "dispatch";
  return (kind === "order.placed" && "merge" in payload) || kind === "parcel.joined"
    ? "merge"
    : null;
}

export type DecisionView = {
  id: string;
  kind: string;
  at: number;
  rule: string;
  outcome: string;
  sentence: string;
  refused: { parcel: string; with: string; reason: string }[];
  /** What the rule saw besides, as it was written down. */
  inputs: string;
};

export function toDecisions(rows: readonly DecisionRow[]): DecisionView[] {
  return rows.map((row) => {
    const { refused, ...inputs } = asBag(row.inputs);
    return {
      id: showId("decision", row.id),
      kind: row.kind,
      at: row.at,
      rule: row.ruleVersion,
      outcome: row.outcome,
      sentence: row.sentence,
      refused: toRefused(refused),
      inputs: Object.keys(inputs).length === 0 ? "" : JSON.stringify(inputs, null, 2),
    };
  });
}

const asBag = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

function toRefused(value: unknown): DecisionView["refused"] {
  if (!Array.isArray(value)) return [];
  return value.map(asBag).map((each) => ({
    parcel:
      typeof each.parcel === "number" && each.parcel > 0 ? showId("fulfilment", each.parcel) : "",
    with: Array.isArray(each.with) ? each.with.join("、") : "",
    reason: typeof each.reason === "string" ? each.reason : "",
  }));
}
