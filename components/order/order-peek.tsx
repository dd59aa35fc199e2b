"use client";

import { useTranslations } from "use-intl";
import { SideSheet } from "@/components/overlay/side-sheet";
import { OrderBody } from "./order-body";

/** An order beside the list it came from. */
export function OrderPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("order");
  return (
    <SideSheet key={id} label={t("title", { label: id })} onClose={onClose}>
      <OrderBody id={id} isPeek />
    </SideSheet>
  );
}
