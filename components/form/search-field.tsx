"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { Input } from "./input";

type Props = {
  id: string;
  label: string;
  hint: string;
  value: string;
  onSearch: (text: string) => void;
  /** How the text was understood, for readers. */
  said?: string | null;
  className?: string;
};
const SETTLE_MS = 300;

/** What is in the box, told after a pause and never in the middle of a composition. */
function useText(value: string, onSearch: (text: string) => void) {
  const [text, setText] = useState(value);
  const [isComposing, setComposing] = useState(false);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  const tell = (next: string) => {
    if (next.trim() === told.current) return;
    told.current = next.trim();
    onSearch(next.trim());
  };
  useEffect(() => {
    if (isComposing || text.trim() === told.current) return;
    const timer = window.setTimeout(() => tell(text), SETTLE_MS);
    return () => window.clearTimeout(timer);
  });
  return { text, setText, setComposing, tell };
}

/** The one search box. Enter tells at once, Escape leaves it. */
export function SearchField({ id, label, hint, value, onSearch, said = null, className }: Props) {
  const t = useTranslations("console");
  const { text, setText, setComposing, tell } = useText(value, onSearch);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") tell(text);
    if (event.key !== "Escape") return;
    // A search box of the platform would empty itself.
    event.preventDefault();
    event.currentTarget.blur();
  };
  const empty = () => {
    setText("");
    tell("");
  };
  return (
    <div className={cx("relative", className)}>
      <Search className="absolute top-2 left-2.5 size-4 text-text-3" aria-hidden />
      <Input
        id={id}
        type="search"
        aria-label={label}
        aria-describedby={`${id}-said`}
        placeholder={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={press}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <IconButton
          label={t("emptyBox")}
          className="absolute top-0.5 right-0.5 size-7"
          onClick={empty}
        >
          <X className="size-3.5" />
        </IconButton>
      )}
      <span id={`${id}-said`} className="sr-only">
        {said}
      </span>
    </div>
  );
}
