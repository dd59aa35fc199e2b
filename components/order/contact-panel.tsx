"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { errorText } from "@/components/data/provider";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { ReasonForm } from "@/components/form/reason-form";
import { useClock } from "@/components/live/console-clock";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import { MaskedText } from "@/components/ui/masked-text";
import { Fact, Panel } from "@/components/ui/panel";
import type { OrderView } from "./use-order";

type Contact = Outputs["order"]["reveal"];
const SHOWN_MS = 60_000;

/** Masked, until somebody says why they must see it; then for a minute. */
export function ContactPanel({ order }: { order: OrderView }) {
  const t = useTranslations("order.contact");
  const [isAsking, setAsking] = useState(false);
  const [shown, setShown] = useState<{ contact: Contact; untilMs: number; of: string } | null>(
    null,
  );
  const blocked = useBlocked("operations", "service", "dispatch", "store");
  useEffect(() => {
    if (!shown) return;
    const timer = window.setTimeout(() => setShown(null), shown.untilMs - Date.now());
    return () => window.clearTimeout(timer);
  }, [shown]);
  const isShown = shown !== null && shown.of === order.id;
  return (
    <Panel title={t("title")}>
      <div className="flex flex-col gap-2 px-3 py-2 text-[13px]">
        {isShown ? (
          <Revealed {...shown} onHide={() => setShown(null)} />
        ) : (
          <>
            <MaskedText
              name={order.nameMasked ?? ""}
              phoneTail={order.phoneTail}
              address={order.addressMasked}
            />
            {order.hasContact ? (
              <Button
                size="small"
                className="self-start"
                icon={<Eye className="size-3.5" aria-hidden />}
                blocked={blocked}
                onClick={() => setAsking(true)}
              >
                {t("reveal")}
              </Button>
            ) : (
              <p className="text-xs text-text-2">{t("none")}</p>
            )}
          </>
        )}
      </div>
      {isAsking && (
        <AskReason
          id={order.id}
          onClose={() => setAsking(false)}
          onShow={(contact) => {
            setAsking(false);
            setShown({ contact, untilMs: Date.now() + SHOWN_MS, of: order.id });
          }}
        />
      )}
    </Panel>
  );
}

function Revealed(props: { contact: Contact; untilMs: number; onHide: () => void }) {
  const { contact, untilMs, onHide } = props;
  const t = useTranslations("order.contact");
  const left = Math.max(0, Math.round((untilMs - useClock()) / 1_000));
  return (
    <div data-revealed>
      <dl>
        <Fact name={t("name")}>{contact.name}</Fact>
        <Fact name={t("phone")}>{contact.phone}</Fact>
        <Fact name={t("address")}>{contact.address}</Fact>
        {contact.remark !== "" && <Fact name={t("remark")}>{contact.remark}</Fact>}
      </dl>
      <div className="mt-1 flex items-center gap-3 text-xs text-text-2">
        <Button size="small" icon={<EyeOff className="size-3.5" aria-hidden />} onClick={onHide}>
          {t("hide")}
        </Button>
        {t("hiddenIn", { seconds: Math.min(60, left) })}
      </div>
    </div>
  );
}

type AskProps = { id: string; onClose: () => void; onShow: (contact: Contact) => void };

function AskReason({ id, onClose, onShow }: AskProps) {
  const t = useTranslations("order.contact");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const reveal = useMutation(trpc.order.reveal.mutationOptions({ onSuccess: onShow, gcTime: 0 }));
  return (
    <Dialog isOpen onClose={onClose} title={t("reveal")}>
      <ReasonForm
        id="reveal-reason"
        words={{
          label: t("reason"),
          hint: t("reasonHint"),
          tooShort: t("short"),
          submit: t("show"),
        }}
        fault={reveal.isError ? errorText(reveal.error, say("offline")) : null}
        isBusy={reveal.isPending}
        onCancel={onClose}
        onTell={(reason) => reveal.mutate({ id, reason })}
      />
    </Dialog>
  );
}
