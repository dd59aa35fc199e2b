"use client";

import { Link2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { ChannelTag } from "@/components/ui/channel-tag";
import { clockText } from "@/components/ui/format";
import type { OrderView } from "../use-order";

type Group = NonNullable<OrderView["parcels"][number]["group"]>;

/** Who travels in this parcel, and why. */
export function MergeGroup({ group }: { group: Group }) {
  const t = useTranslations("order.group");
  const here = group.members.filter((member) => !member.hasLeft);
  return (
    <div className="mt-1.5 border-t border-line pt-1.5">
      <p className="flex items-center gap-1 font-semibold text-accent">
        <Link2 className="size-3.5" aria-hidden />
        {t("title")} · {t("sentence", { count: here.length })} · {t("rule", { rule: group.rule })}
      </p>
      <ul className="mt-0.5">
        {group.members.map((member) => (
          <li key={member.id} className="flex flex-wrap items-baseline gap-x-2">
            {member.isThis ? (
              <span className="font-semibold">
                <ChannelTag channel={member.channel} label={member.label} /> ({t("this")})
              </span>
            ) : (
              <Link href={`/orders/${member.id}`} className="text-accent hover:underline">
                <ChannelTag channel={member.channel} label={member.label} />
              </Link>
            )}
            <span className="text-text-2">
              {t("joined", { time: clockText(member.joinedAt) })} · {member.reason}
              {member.hasLeft && ` · ${t("left")}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
