"use client";

import { AlertTriangle, Ban, CircleDollarSign, PackageX, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { OrderMark } from "@/server/views/orders/order-row";

const ICONS = {
  exception: { Icon: AlertTriangle, tone: "text-crit-text" },
  short: { Icon: PackageX, tone: "text-crit-text" },
  held: { Icon: Ban, tone: "text-warn" },
  refunded: { Icon: Undo2, tone: "text-text-2" },
  money: { Icon: CircleDollarSign, tone: "text-crit-text" },
} as const;

export function MarkIcons({ marks }: { marks: readonly OrderMark[] }) {
  const t = useTranslations("orders.marks");
  return (
    <span className="flex items-center gap-1">
      {marks.map((mark) => {
        const { Icon, tone } = ICONS[mark];
        return (
          <span key={mark} role="img" aria-label={t(mark)} title={t(mark)} className={tone}>
            <Icon className="size-3.5" aria-hidden />
          </span>
        );
      })}
    </span>
  );
}
