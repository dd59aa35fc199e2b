"use client";

import { ArrowLeft, ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useKeys } from "@/components/console/keys";
import { Button, IconButton } from "@/components/ui/button";
import { useNeighbours } from "./neighbours";
import { OrderBody } from "./order-body";

/** An order on a page of its own. J and K go on through the list it was opened from. */
export function OrderPage({ id }: { id: string }) {
  const t = useTranslations("order");
  const router = useRouter();
  const { previous, next } = useNeighbours(id);
  const go = (to: string | null) => {
    if (to !== null) router.replace(`/orders/${to}`);
  };
  const back = () => (window.history.length > 1 ? router.back() : router.push("/orders"));
  useKeys({ j: () => go(next), k: () => go(previous), Escape: back });
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-panel px-2">
        <Button
          size="small"
          look="ghost"
          icon={<ArrowLeft className="size-3.5" aria-hidden />}
          onClick={back}
        >
          {t("back")}
        </Button>
        <div className="flex-1" />
        <IconButton label={t("previous")} disabled={previous === null} onClick={() => go(previous)}>
          <ChevronLeft className="size-4" />
        </IconButton>
        <IconButton label={t("next")} disabled={next === null} onClick={() => go(next)}>
          <ChevronRight className="size-4" />
        </IconButton>
      </div>
      <div key={id} className="min-h-0 flex-1 overflow-y-auto">
        <OrderBody id={id} />
      </div>
    </div>
  );
}
