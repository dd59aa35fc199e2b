"use client";

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";

const LINE = "py-3 text-center text-xs text-text-2";

/**
 * Below the rows: the next page is asked for when this comes into sight.
 *
 * @param onMore null where all has been read
 */
export function More({ onMore }: { onMore: (() => void) | null }) {
  const t = useTranslations("console");
  const mark = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = mark.current;
    if (!element || !onMore) return;
    const watch = new IntersectionObserver(
      (seen) => seen.some((s) => s.isIntersecting) && onMore(),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [onMore]);
  return (
    <p ref={mark} className={LINE}>
      {t(onMore ? "loadingMore" : "end")}
    </p>
  );
}
