"use client";

import { useTranslations } from "use-intl";
import type { Catalogue } from "@/components/messages";

type WordGroup = keyof Catalogue["words"];

/** The word for a code. A code nobody has a word for is shown as it is: better odd than hidden. */
export function useWord(): (group: WordGroup, code: string) => string {
  const t = useTranslations("words");
  return (group, code) => {
    const key = `${group}.${code}` as never;
    return t.has(key) ? t(key) : code;
  };
}
