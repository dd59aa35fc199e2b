"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Input } from "@/components/form/input";
import { cx } from "@/components/ui/classes";

type Props = {
  id: string;
  label: string;
  hint: string;
  value: string;
  onSearch: (text: string) => void;
  className?: string;
};
const SETTLE_MS = 300;

/** A box that tells what was typed after a pause, never in the middle of a composition. Escape leaves it. */
export function SearchField({ id, label, hint, value, onSearch, className }: Props) {
  const [text, setText] = useState(value);
  const [isComposing, setComposing] = useState(false);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  const tell = () => {
    if (text.trim() === told.current) return;
    told.current = text.trim();
    onSearch(text.trim());
  };
  useEffect(() => {
    if (isComposing || text.trim() === told.current) return;
    const timer = window.setTimeout(tell, SETTLE_MS);
    return () => window.clearTimeout(timer);
  });
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") tell();
    if (event.key !== "Escape") return;
    // A search box of the platform would empty itself.
    event.preventDefault();
    event.currentTarget.blur();
  };
  return (
    <div className={cx("relative", className)}>
      <Search className="absolute top-2 left-2.5 size-4 text-text-3" aria-hidden />
      <Input
        id={id}
        type="search"
        aria-label={label}
        placeholder={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={press}
        className="pl-8"
      />
    </div>
  );
}
