import { bookedFrom } from "@/server/domain/channels/booked";
import { csvText } from "@/server/domain/channels/csv-text";
import type { ChannelLine, ChannelOrder, Decoded } from "@/server/domain/channels/message";
import {
  cutText,
  FieldError,
  optionalText,
  readFen,
  WRITTEN_MAX,
} from "@/server/domain/channels/reading";
import { asFen } from "@/server/domain/kernel/fen";
import { readWay, refuseOver, type Way } from "./group-marks";
import {
  GROUP_COLUMNS,
  type GroupRow,
  groupTable,
  readGroupRows,
  refuseDisagreement,
} from "./group-rows";
import {
  isEmptyCell,
  readCode,
  readCount,
  readSheetClock,
  readSheetTime,
  readYuan,
  refuseDamagedCode,
  refuseErrorCell,
  type SheetCell,
} from "./sheet-cell";

/**
 * A file's orders and its bad rows. A bad row takes its whole order with it, and nothing else.
 *
 * @throws FieldError when the file has no such table at all
 */
export function readGroupFile(body: Uint8Array): Decoded[] {
  const { groups, bad } = readGroupRows(body);
  return [...bad, ...[...groups].flatMap(([no, rows]) => readGroupOrder(no, rows))];
}

/** The same, every good order as a file of its own. */
export function cutGroupFile(body: Uint8Array): Decoded[] {
  const { groups, bad } = readGroupRows(body);
  const cut = [...groups].flatMap(([no, rows]) =>
    readGroupOrder(no, rows).map((item): Decoded => {
      const [first] = rows;
      if (item.type !== "order" || !first) return item;
      const { externalNo, storeKey } = item.order;
      const table = groupTable(rows, wayWord(wayOf(first)));
      return { type: "part", part: { externalNo, storeKey, body: csvText(table) } };
    }),
  );
  return [...bad, ...cut];
}

/** One order's lines, or why its rows are no order: one reason a bad row. */
function readGroupOrder(no: string, rows: readonly GroupRow[]): Decoded[] {
  const bad: Decoded[] = [];
  const lines: ChannelLine[] = [];
  const [first] = rows;
  if (!first) return bad;
  const unlessBad = <T>(row: number, read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      bad.push({ type: "bad-row", row, reason: `${no.slice(0, 128)}: ${error.message}` });
      return null;
    }
  };
  for (const row of rows) {
    unlessBad(row.row, () => {
      refuseRow(row);
      refuseDisagreement(row, first);
      lines.push(readGroupLine(row, lines.length));
    });
  }
  if (bad.length > 0) return bad;
  const order = unlessBad(first.row, () => groupOrder(first, lines));
  return order ? [{ type: "order", order }] : bad;
}

/** @throws FieldError on a row that is damaged, over, or nobody knows whose */
function refuseRow({ cells, marks, fault }: GroupRow): void {
  if (fault) throw new FieldError("MISSING_FIELD", "订单号", fault);
  refuseDamagedCode(cells.订单号, "订单号");
  refuseDamagedCode(phoneCell(cells.手机号), "手机号");
  for (const name of GROUP_COLUMNS) refuseErrorCell(cells[name].text, name);
  for (const { kind, header, text } of marks) {
    refuseErrorCell(text, header);
    if (kind === "way") readWay(text, header);
    else refuseOver(kind, text, header);
  }
  if (cells.地址.text.includes("\ufffd"))
    throw new FieldError("BAD_FIELD", "地址", "有无法识别的字符");
}

/** A phone that went through a column of decimals still has all its digits. */
const phoneCell = ({ text, isText }: SheetCell): SheetCell => ({
  text: text.replace(/^(\d{1,15})\.0+$/, "$1"),
  isText,
});

function readGroupLine({ cells }: GroupRow, index: number): ChannelLine {
  const paidFen = readYuan(cells["实付(元)"].text, "实付(元)");
  if (paidFen < 0) throw new FieldError("BAD_FIELD", "实付(元)", "小于零");
  return {
    externalLineId: String(index + 1),
    externalSku: readCode(cells.商品编码, "商品编码", 128),
    barcode: null,
    name: optionalText(cells.商品名称.text, WRITTEN_MAX.goods),
    qty: readCount(cells.数量.text, "数量", [1, 99_999]),
    unitPriceFen: readYuan(cells["单价(元)"].text, "单价(元)"),
    paidFen,
  };
}

/** @throws FieldError when its columns say different things of how it leaves the shop */
function wayOf({ marks }: GroupRow): Way {
  const ways = marks.flatMap(({ kind, header, text }) => {
    const way = kind === "way" ? readWay(text, header) : null;
    return way ? [{ way, header }] : [];
  });
  const [one] = ways;
  const other = ways.find(({ way }) => way !== one?.way);
  if (one && other) throw new FieldError("BAD_FIELD", other.header, `与${one.header}不一致`);
  return one?.way ?? null;
}

const wayWord = (way: Way): string =>
  way === null ? "" : { pickup: "自提", delivery: "配送" }[way];

/** @returns the address to deliver to, null for an order that is picked up */
function addressOf(row: GroupRow): ChannelOrder["address"] {
  const way = wayOf(row);
  const text = optionalText(row.cells.地址.text, WRITTEN_MAX.address);
  if (way === "delivery" && text === "")
    throw new FieldError("MISSING_FIELD", "地址", "为空，而订单要配送");
  return way === "pickup" || text === "" ? null : { text, lngE6: null, latE6: null };
}

/** @throws FieldError on what the order has once, or when its amounts are beyond any order's */
function groupOrder(first: GroupRow, lines: ChannelLine[]): ChannelOrder {
  const { cells } = first;
  const sum = (of: (line: ChannelLine) => number, field: string) =>
    readFen(
      lines.reduce((total, line) => total + of(line), 0),
      field,
    );
  const itemsFen = sum((line) => line.unitPriceFen * line.qty, "单价(元)");
  const paidFen = sum((line) => line.paidFen, "实付(元)");
  const placedAt = readSheetClock(cells.下单时间.text, "下单时间");
  const promise = cells.期望送达时间.text;
  const promiseAt = isEmptyCell(promise) ? null : readSheetTime(promise, "期望送达时间");
  const address = addressOf(first);
  const leader = [cells.团长.text, cells.自提点.text].filter(Boolean).join(" ");
  return {
    externalNo: readCode(cells.订单号, "订单号", 128),
    daySeq: null,
    storeKey: readCode(cells.门店编码, "门店编码", 64),
    trade: "paid",
    deliveryOwner: address ? "self" : "pickup",
    placedAt,
    paidAt: placedAt,
    promiseFrom: promiseAt === null ? null : bookedFrom(promiseAt),
    promiseAt,
    buyerName: optionalText(cells.收货人.text, WRITTEN_MAX.name),
    buyerPhone: optionalText(phoneCell(cells.手机号).text, WRITTEN_MAX.phone),
    address,
    lines,
    amounts: {
      itemsFen,
      merchantDiscountFen: readFen(itemsFen - paidFen, "实付(元)"),
      platformDiscountFen: asFen(0),
      packageFen: asFen(0),
      deliveryFen: asFen(0),
      paidFen,
    },
    remark: cutText(leader, WRITTEN_MAX.remark),
    tags: [],
    versionAt: placedAt,
    degraded: false,
    unreadableMoney: null,
  };
}
