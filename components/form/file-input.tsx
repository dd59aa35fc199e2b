"use client";

import { type ReactNode, useRef } from "react";

type Props = {
  onFile: (file: File) => void;
  /** What is pressed to choose one: the platform's own button is not shown. */
  children: (choose: () => void) => ReactNode;
};

/** A file of orders or shelves, chosen by a button of ours; the same file can be chosen again. Marks go to the input. */
export function FileInput({ onFile, children, ...marks }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {children(() => input.current?.click())}
      <input
        {...marks}
        ref={input}
        type="file"
        accept=".csv,.xlsx"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </>
  );
}
