import { asArray, asObject, entryOf, type Json } from "@/server/adapters/channels/parse-json";
import type { Decoded } from "@/server/domain/channels/message";
import {
  FieldError,
  optionalText,
  readInt,
  readIso,
  readText,
} from "@/server/domain/channels/reading";
import { isLeftOut } from "@/server/domain/channels/unset";
import type { ReportedMoveKind, ReportLine, StockReport } from "@/server/domain/inventory";
import { type Fields, fieldsOf } from "../fields";

const ITEMS_MAX = 2_000;
const PIECES_MAX = 9_999_999;
const ID_MAX = 64;

const KINDS = { "wms-snapshot": "snapshot", "wms-moves": "moves", "wms-count": "count" } as const;
const MOVE_KINDS: Record<string, ReportedMoveKind> = {
  receipt: "receipt",
  return: "return",
  adjust: "adjust",
  quarantine: "quarantine",
};

type WmsTopic = keyof typeof KINDS;

export const isWmsTopic = (topic: string): topic is WmsTopic => Object.hasOwn(KINDS, topic);

/**
 * What a warehouse says lies on its shelves, or came and went. One bad item refuses the whole report: half a count is none.
 *
 * Items: snapshot `{sku_code, on_hand}`, count `{sku_code, counted}`, moves `{move_id, sku_code, kind, qty, reason}`.
 *
 * @param overrides ours → theirs, for the report's fields and its items' alike
 * @throws FieldError when something is missing or not what it must be
 */
export function readWmsReport(
  topic: WmsTopic,
  json: Json,
  overrides: Readonly<Record<string, string>>,
): Decoded {
  const fields = fieldsOf(asObject(json), overrides);
  const kind = KINDS[topic];
  const items = asArray(fields("items"));
  if (items.length === 0) throw new FieldError("MISSING_FIELD", "items", "至少一项");
  if (items.length > ITEMS_MAX) throw new FieldError("BAD_FIELD", "items", `最多 ${ITEMS_MAX} 项`);
  const lines = items.map((item, i) =>
    readLine(kind, fieldsOf(asObject(item), overrides), `items[${i}]`),
  );
  refuseTwice(lines, kind);
  return {
    type: "report",
    report: {
      kind,
      reportId: readText(fields("report_id"), "report_id", ID_MAX),
      storeKey: readText(fields("store_code"), "store_code", ID_MAX),
      asOf: readIso(fields("as_of"), "as_of"),
      lastMove: kind === "moves" ? null : readLastMove(fields),
      lines,
    },
  };
}

function readLastMove(fields: Fields): string | null {
  const value = fields("last_move");
  return isLeftOut(value) ? null : readText(value, "last_move", ID_MAX);
}

function readLine(kind: StockReport["kind"], fields: Fields, at: string): ReportLine {
  const externalSku = readText(fields("sku_code"), `${at}.sku_code`, 128);
  if (kind !== "moves") {
    const name = kind === "snapshot" ? "on_hand" : "counted";
    const qty = readInt(fields(name), `${at}.${name}`, [0, PIECES_MAX]);
    return { externalSku, qty, move: null };
  }
  const qty = readInt(fields("qty"), `${at}.qty`, [-PIECES_MAX, PIECES_MAX]);
  if (qty === 0) throw new FieldError("BAD_FIELD", `${at}.qty`, "不能为零");
  const moveKind = entryOf(MOVE_KINDS, readText(fields("kind"), `${at}.kind`, 32));
  if (!moveKind)
    throw new FieldError("BAD_FIELD", `${at}.kind`, `应为 ${Object.keys(MOVE_KINDS).join("、")}`);
  const move = {
    moveId: readText(fields("move_id"), `${at}.move_id`, ID_MAX),
    kind: moveKind,
    reason: optionalText(fields("reason"), 200),
  };
  return { externalSku, qty, move };
}

/** An article that lies there twice, or a move that happened twice: nobody can say which of the two is meant. */
function refuseTwice(lines: readonly ReportLine[], kind: StockReport["kind"]): void {
  const seen = new Set<string>();
  lines.forEach((line, i) => {
    const id = line.move?.moveId ?? line.externalSku;
    const name = kind === "moves" ? "move_id" : "sku_code";
    if (seen.has(id)) throw new FieldError("BAD_FIELD", `items[${i}].${name}`, `重复：${id}`);
    seen.add(id);
  });
}
