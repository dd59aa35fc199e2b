import type { ReactNode } from "react";
import { cx } from "@/components/ui/classes";
import { TABLE, TH } from "./classes";

const HEADS = {
  plain: "",
  /** It stays while the rows go by. */
  sticky: "sticky top-0 z-10",
  /** For readers: what the columns are is plain to the eye. */
  unseen: "sr-only",
} as const;

type Props<N extends string> = {
  "aria-label"?: string;
  columns: readonly N[];
  /** What stands over a column. */
  label: (name: N) => ReactNode;
  /** Columns whose cells stand to the right. */
  numbers?: readonly string[];
  head?: keyof typeof HEADS;
  /** A head cell before the columns, for what chooses rows. */
  before?: ReactNode;
  /** What the last column is for, where its buttons say so to the eye. */
  actions?: string;
  foot?: ReactNode;
  children: ReactNode;
};

/** A table inside a panel or a page: its head, its rows, its foot. */
export function Table<N extends string>(props: Props<N>) {
  const { columns, label, numbers = [], head = "plain", before, actions, foot, children } = props;
  const back = head === "sticky" && "bg-raised";
  return (
    <table className={TABLE} aria-label={props["aria-label"]}>
      <thead className={HEADS[head]}>
        <tr>
          {before !== undefined && <th className={cx(TH, "w-8 pr-0", back)}>{before}</th>}
          {columns.map((name) => (
            <th key={name} className={cx(TH, back, numbers.includes(name) && "text-right")}>
              {label(name)}
            </th>
          ))}
          {actions !== undefined && (
            <th className={cx(TH, back)}>
              <span className="sr-only">{actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
      {foot}
    </table>
  );
}
