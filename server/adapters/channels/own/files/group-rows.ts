import type { Decoded } from "@/server/domain/channels/message";
import { FieldError } from "@/server/domain/channels/reading";
import type { CsvRow } from "./csv";
import { type MarkKind, markKind } from "./group-marks";
import { halfWidth, markedCell, type SheetCell, sheetCell } from "./sheet-cell";
import { columnAt, readSheet } from "./sheet-table";

/** The columns of a community group buying file, by header. Order does not matter. */
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
type GroupColumn = (typeof GROUP_COLUMNS)[number];

const NEEDED = [
  "订单号",
  "门店编码",
  "商品编码",
  "数量",
  "单价(元)",
  "实付(元)",
  "下单时间",
] as const satisfies readonly GroupColumn[];
/** What people wrote stays as it is; in all others full-width letters and digits mean ASCII ones. */
const WRITTEN = new Set<GroupColumn>(["团长", "自提点", "收货人", "地址", "商品名称"]);
/** Columns that change the meaning: more than any honest file has. */
const MARKS_MAX = 20;
/** What an order has once, whatever it has of lines: a spreadsheet merges these cells. */
const ONCE = [
  "订单号",
  "团长",
  "自提点",
  "收货人",
  "手机号",
  "地址",
  "门店编码",
  "下单时间",
  "期望送达时间",
] as const satisfies readonly GroupColumn[];
/** What tells an order from another one: a row without a number that has any of these is nobody knows whose. */
const WHOSE = [
  "收货人",
  "手机号",
  "地址",
  "门店编码",
  "下单时间",
] as const satisfies readonly GroupColumn[];

/** What a column beside the usual ones says of a row. */
type Mark = { kind: MarkKind; header: string; text: string };
/** A row of an order. `fault` is why nobody can tell that it is one. */
export type GroupRow = {
  row: number;
  cells: Record<GroupColumn, SheetCell>;
  marks: Mark[];
  fault: string | null;
};

type GroupRows = { groups: Map<string, GroupRow[]>; bad: Decoded[] };

/**
 * The rows of a file by their order's number, merged cells filled down. Rows of totals and headers in between are left
 * out.
 *
 * @returns `bad`: rows of no order
 * @throws FieldError when the file has no such table
 */
export function readGroupRows(body: Uint8Array): GroupRows {
  const { header, rows } = readSheet(
    body,
    NEEDED.map((name) => [name]),
  );
  const at = GROUP_COLUMNS.map((name) => [name, columnAt(header, [name])] as const);
  const marks = header.flatMap((title, i) => {
    const kind = markKind(title);
    return kind ? [{ kind, header: title, at: i }] : [];
  });
  if (marks.length > MARKS_MAX)
    throw new FieldError("BAD_FIELD", "表格", `状态、售后、配送方式的列多于 ${MARKS_MAX} 个`);
  // What was cancelled mostly has money given back as well: the state says more.
  marks.sort((a, b) => Number(b.kind === "state") - Number(a.kind === "state"));
  const groups = new Map<string, GroupRow[]>();
  const bad: Decoded[] = [];
  let above: GroupRow[] | null = null;
  for (const source of rows) {
    const row = groupRow(source, { at, marks });
    const no = row.cells.订单号.text;
    if (isBesideOrders(source, row)) continue;
    if (no !== "") {
      above = groups.get(no) ?? [];
      above.push(filled(row, above.at(-1)));
      groups.set(no, above);
    } else if (above === null || !hasGoods(row)) {
      bad.push({ type: "bad-row", row: row.row, reason: "订单号为空" });
    } else above.push(continued(row, above.at(-1)));
  }
  return { groups, bad };
}

type Layout = {
  at: (readonly [GroupColumn, number])[];
  marks: { kind: MarkKind; header: string; at: number }[];
};

function groupRow({ row, cells }: CsvRow, layout: Layout): GroupRow {
  const read = layout.at.map(([name, at]) => {
    const raw = cells[at] ?? "";
    return [name, sheetCell(WRITTEN.has(name) ? raw : halfWidth(raw))];
  });
  const marks = layout.marks.map(({ kind, header, at }) => ({
    kind,
    header,
    text: sheetCell(halfWidth(cells[at] ?? "")).text,
  }));
  return { row, cells: Object.fromEntries(read), marks, fault: null };
}

const hasGoods = ({ cells }: GroupRow): boolean =>
  cells.商品编码.text !== "" || cells.商品名称.text !== "";

const TOTAL = /^(?:合计|总计|小计|共计|汇总|总和|总数)[:：]?$/;

/** A row of totals, or the header once more where sheets were put one below the other. */
function isBesideOrders(source: CsvRow, { cells }: GroupRow): boolean {
  if (cells.订单号.text === "订单号" && cells.商品编码.text === "商品编码") return true;
  const first = source.cells.find((cell) => cell.trim() !== "") ?? "";
  return cells.商品编码.text === "" && TOTAL.test(first.trim());
}

/** The row with what the row above has of its order, where it says nothing itself. */
function filled(row: GroupRow, above: GroupRow | undefined): GroupRow {
  if (!above) return row;
  const cells = { ...row.cells };
  for (const name of ONCE) if (cells[name].text === "") cells[name] = above.cells[name];
  const marks = row.marks.map((mark, i) =>
    mark.kind === "way" && mark.text === "" ? (above.marks[i] ?? mark) : mark,
  );
  return { ...row, cells, marks };
}

/** A row without a number below one with it: the cells of its order are merged, or nobody can tell whose it is. */
function continued(row: GroupRow, above: GroupRow | undefined): GroupRow {
  const own = WHOSE.filter((name) => row.cells[name].text !== "");
  const fault =
    own.length === 0
      ? null
      : `为空，而${own.join("、")}不为空，分不清属于哪一单，请取消合并单元格后补全`;
  return { ...filled(row, above), fault };
}

/** What the rows of an order must agree on. */
const AGREED = [
  "收货人",
  "手机号",
  "地址",
  "门店编码",
  "自提点",
  "下单时间",
  "期望送达时间",
] as const satisfies readonly GroupColumn[];

/**
 * Refuse an order whose rows say different things of what it has once: they are two orders, or a damaged number.
 *
 * @throws FieldError naming the column
 */
export function refuseDisagreement(row: GroupRow, first: GroupRow): void {
  if (row === first) return;
  const differ = AGREED.find(
    (name) => plain(row.cells[name].text) !== plain(first.cells[name].text),
  );
  const mark = row.marks.find(
    (one, i) => one.kind === "way" && one.text !== first.marks[i]?.text,
  )?.header;
  const column = differ ?? mark;
  if (column)
    throw new FieldError("BAD_FIELD", column, `与同一订单的第 ${first.row} 行不一致，整单未导入`);
}

/** As it is compared: in whatever width, with whatever spaces it was written. */
const plain = (text: string): string => halfWidth(text).replace(/\s+/g, "");

/** The header of the column that tells how an order of `groupTable` leaves the shop. */
const WAY_COLUMN = "物流方式";

const ONCE_ONLY: ReadonlySet<GroupColumn> = new Set(ONCE.filter((name) => name !== "订单号"));

/**
 * Rows of one order as the table of a file of its own, which reads as the same order: what it has once stands in the
 * first row, as in merged cells.
 *
 * @param way how it leaves the shop, in the words of its column
 */
export function groupTable(rows: readonly GroupRow[], way: string): string[][] {
  const table = rows.map(({ cells }, i) => [
    ...GROUP_COLUMNS.map((name) => (i > 0 && ONCE_ONLY.has(name) ? "" : markedCell(cells[name]))),
    i > 0 ? "" : way,
  ]);
  return [[...GROUP_COLUMNS, WAY_COLUMN], ...table];
}
