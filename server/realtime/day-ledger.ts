import type { MinuteSum } from "@/db/queries/upkeep/wall";
import type { DaySums } from "../views/wall/kpis";

const DAY = 86_400_000;

/** The day's sums, kept minute by minute so that a late event corrects its own minute and nothing is counted twice. */
export class DayLedger {
  private minutes = new Map<string, MinuteSum>();
  private others = new Map<number, MinuteSum[]>();
  private dayStart = 0;

  begin(dayStart: number): void {
    if (dayStart === this.dayStart) return;
    this.dayStart = dayStart;
    this.minutes = new Map();
    this.others = new Map();
  }

  take(rows: readonly MinuteSum[]): void {
    for (const row of rows)
      if (row.minute >= this.dayStart) this.minutes.set(`${row.minute}|${row.channel}`, row);
  }

  compare(daysBack: number, rows: MinuteSum[]): void {
    this.others.set(daysBack, rows);
  }

  /** The first minute of the day that has numbers. */
  firstMinute(): number | null {
    let first: number | null = null;
    for (const row of this.minutes.values())
      if (first === null || row.minute < first) first = row.minute;
    return first;
  }

  sums(now: number, paidLastHour: number): DaySums {
    const rows = [...this.minutes.values()];
    const total = (field: "orders" | "fen" | "refundedFen" | "released" | "merged") =>
      rows.reduce((sum, r) => sum + r[field], 0);
    return {
      orders: total("orders"),
      fen: total("fen"),
      refundedFen: total("refundedFen"),
      released: total("released"),
      merged: total("merged"),
      yesterday: this.sameStretch(1, now),
      lastWeek: this.sameStretch(7, now),
      paidLastHour,
    };
  }

  /** Another day's orders over the stretch of the clock in which today has numbers; null where that day has none. */
  private sameStretch(daysBack: number, now: number): number | null {
    const first = this.firstMinute();
    if (first === null) return null;
    const rows = (this.others.get(daysBack) ?? []).filter(
      (r) => r.minute >= first - daysBack * DAY && r.minute < now - daysBack * DAY,
    );
    return rows.length === 0 ? null : rows.reduce((sum, r) => sum + r.orders, 0);
  }
}
