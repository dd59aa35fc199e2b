"use client";

import { type ComponentProps, useEffect, useRef } from "react";
import { cx } from "@/components/ui/classes";

type Props = Omit<ComponentProps<"tr">, "ref" | "className"> & {
  isFocused?: boolean;
  isChosen?: boolean;
};

/** A row that can be marked by the keys and chosen; the marked one is kept in sight. Marks for tests go to the row. */
export function Line({ isFocused = false, isChosen = false, ...rest }: Props) {
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isFocused) line.current?.scrollIntoView({ block: "nearest" });
  }, [isFocused]);
  return (
    <tr
      {...rest}
      ref={line}
      className={cx(
        isFocused || isChosen ? "bg-accent-soft" : "hover:bg-raised",
        isFocused && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    />
  );
}
