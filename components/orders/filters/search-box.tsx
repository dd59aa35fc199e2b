"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/form/input";
import { IconButton } from "@/components/ui/button";

type Props = { value: string; onSearch: (text: string) => void; searchedAs: string | null };
const SETTLE_MS = 350;

export const SEARCH_ID = "order-search";

/** One box for everything. It waits for the end of a composition and for a pause in the typing. */
export function SearchBox({ value, onSearch, searchedAs }: Props) {
  const t = useTranslations("orders");
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
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") tell(text);
    if (event.key === "Escape") event.currentTarget.blur();
  };
  return (
    <div className="relative w-[420px] max-w-full">
      <Search className="absolute top-2 left-2.5 size-4 text-text-3" aria-hidden />
      <Input
        id={SEARCH_ID}
        type="search"
        aria-label={t("searchLabel")}
        aria-describedby="searched-as"
        placeholder={t("search")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onKeyDown={press}
        className="pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <IconButton
          label={t("filters.clear")}
          className="absolute top-0.5 right-0.5 size-7"
          onClick={() => {
            setText("");
            tell("");
          }}
        >
          <X className="size-3.5" />
        </IconButton>
      )}
      <span id="searched-as" className="sr-only">
        {searchedAs !== null && t(`searchedAs.${searchedAs}` as "searchedAs.id")}
      </span>
    </div>
  );
}
