import { csvText } from "@/server/domain/channels/csv-text";
import type { ChannelLine, ChannelOrder, Decoded } from "@/server/domain/channels/message";
import {
  cutText,
  FieldError,
  optionalText,
  readFen,
  readInt,
  readShanghai,
  readText,
  WRITTEN_MAX,
  yuanToFen,
} from "@/server/domain/channels/reading";
import { asFen } from "@/server/domain/kernel/fen";
import { csvTable, headerCell, ROWS_MAX } from "./csv";

/** The columns of a community group buying file, by header. Order does not matter; more columns are ignored. */
export const GROUP_COLUMNS = [
  "订单号",
  "团长",
  "自提点",
  "收货人",
  "手机号",
  "地址",
  "门店编码",
  "商品编码",
  "商品名称",
  "数量",
  "单价(元)",
  "实付(元)",
  "下单时间",
  "期望送达时间",
] as const;
const NEEDED = [
  "订单号",
  "门店编码",
  "商品编码",
  "数量",
  "单价(元)",
  "实付(元)",
  "下单时间",
] as const;

type Row = Record<string, string>;
export type GroupRow = { row: number; cells: Row };

/**
 * A file's orders and its bad rows. A bad row takes its whole order with it, and nothing else.
 *
 * @throws FieldError when the file has no such table at all
 */
export function readGroupFile(body: Uint8Array): Decoded[] {
  const { groups, bad } = groupRows(csvTable(body));
  return [...bad, ...[...groups].flatMap(([no, rows]) => readGroupOrder(no, rows))];
}

/** The same, every good order as a file of its own. */
export function cutGroupFile(body: Uint8Array): Decoded[] {
  const { columns, groups, bad } = groupRows(csvTable(body));
  const cut = [...groups].flatMap(([no, rows]) =>
    readGroupOrder(no, rows).map((item): Decoded => {
      if (item.type !== "order") return item;
      const { externalNo, storeKey } = item.order;
      const table = [columns, ...rows.map(({ cells }) => columns.map((c) => cells[c] ?? ""))];
      return { type: "part", part: { externalNo, storeKey, body: csvText(table) } };
    }),
  );
  return [...bad, ...cut];
}

type Groups = { columns: string[]; groups: Map<string, GroupRow[]>; bad: Decoded[] };

/** @param table rows of cells, the first being the header */
function groupRows(table: readonly (readonly string[])[]): Groups {
  const header = (table[0] ?? []).map(headerCell);
  const missing = NEEDED.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw new FieldError("MISSING_FIELD", "file", `缺少列 ${missing.join("、")}`);
  if (table.length > ROWS_MAX) throw new FieldError("TOO_MANY_ROWS", "file", `多于 ${ROWS_MAX} 行`);
  const groups = new Map<string, GroupRow[]>();
  const bad: Decoded[] = [];
  table.slice(1).forEach((cells, i) => {
    const row = {
      row: i + 2,
      cells: Object.fromEntries(header.map((name, c) => [name, cells[c] ?? ""])),
    };
    const no = row.cells.订单号 ?? "";
    if (no === "") bad.push({ type: "bad-row", row: row.row, reason: "订单号为空" });
    else if (groups.has(no)) groups.get(no)?.push(row);
    else groups.set(no, [row]);
  });
  return { columns: GROUP_COLUMNS.filter((name) => header.includes(name)), groups, bad };
}

function readGroupOrder(no: string, rows: GroupRow[]): Decoded[] {
  const bad: Decoded[] = [];
  const lines: ChannelLine[] = [];
  for (const row of rows) {
    try {
      lines.push(readGroupLine(row, lines.length));
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      bad.push({ type: "bad-row", row: row.row, reason: `${no.slice(0, 128)}: ${error.message}` });
    }
  }
  const first = rows[0];
  if (bad.length > 0 || !first) return bad;
  try {
    return [{ type: "order", order: groupOrder(no, first.cells, lines) }];
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return [{ type: "bad-row", row: first.row, reason: `${no.slice(0, 128)}: ${error.message}` }];
  }
}

function readGroupLine({ cells }: GroupRow, index: number): ChannelLine {
  const paidFen = yuanToFen(cells["实付(元)"], "实付(元)");
  if (paidFen < 0) throw new FieldError("BAD_FIELD", "实付(元)", "小于零");
  return {
    externalLineId: String(index + 1),
    externalSku: readText(cells.商品编码, "商品编码", 128),
    barcode: null,
    name: optionalText(cells.商品名称, WRITTEN_MAX.goods),
    qty: readInt(cells.数量, "数量", 1, 99_999),
    unitPriceFen: yuanToFen(cells["单价(元)"], "单价(元)"),
    paidFen,
  };
}

function groupOrder(no: string, cells: Row, lines: ChannelLine[]): ChannelOrder {
  const itemsFen = readFen(
    lines.reduce((sum, line) => sum + line.unitPriceFen * line.qty, 0),
    "单价(元)",
  );
  const paidFen = readFen(
    lines.reduce((sum, line) => sum + line.paidFen, 0),
    "实付(元)",
  );
  const placedAt = readShanghai(cells.下单时间, "下单时间");
  const address = optionalText(cells.地址, WRITTEN_MAX.address);
  return {
    externalNo: readText(no, "订单号", 128),
    daySeq: null,
    storeKey: readText(cells.门店编码, "门店编码", 64),
    trade: "paid",
    deliveryOwner: address ? "self" : "pickup",
    placedAt,
    paidAt: placedAt,
    promiseFrom: null,
    promiseAt: cells.期望送达时间 ? readShanghai(cells.期望送达时间, "期望送达时间") : null,
    buyerName: optionalText(cells.收货人, WRITTEN_MAX.name),
    buyerPhone: optionalText(cells.手机号, WRITTEN_MAX.phone),
    address: address ? { text: address, lngE6: null, latE6: null } : null,
    lines,
    amounts: {
      itemsFen,
      merchantDiscountFen: readFen(itemsFen - paidFen, "实付(元)"),
      platformDiscountFen: asFen(0),
      packageFen: asFen(0),
      deliveryFen: asFen(0),
      paidFen,
    },
    remark: cutText([cells.团长, cells.自提点].filter(Boolean).join(" "), WRITTEN_MAX.remark),
    tags: [],
    versionAt: placedAt,
    degraded: false,
    unreadableMoney: null,
  };
}
