"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Field, Input } from "@/components/form/input";
import { Popover } from "@/components/overlay/popover";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { moneyText } from "@/components/ui/format";
import { yuanToFen } from "./yuan";

type Amounts = { min: number | null; max: number | null };
type Props = Amounts & { onPick: (amounts: Amounts) => void };

const shown = (fen: number | null): string => (fen === null ? "" : String(fen / 100));

export function AmountFilter({ min, max, onPick }: Props) {
  const t = useTranslations("orders.filters");
  const [isOpen, setOpen] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const isSet = min !== null || max !== null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const next = {
      min: yuanToFen(String(data.get("min"))),
      max: yuanToFen(String(data.get("max"))),
    };
    const { min: low, max: high } = next;
    if (low === undefined || high === undefined) return setWrong(true);
    setWrong(false);
    setOpen(false);
    onPick({ min: low, max: high });
  };
  const label = isSet
    ? `${t("amount")}: ${min === null ? "" : moneyText(min)} – ${max === null ? "" : moneyText(max)}`
    : t("amount");
  return (
    <Popover
      label={t("amount")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" className={cx(isSet && "border-accent text-accent")}>
          {label}
        </Button>
      }
    >
      <form onSubmit={submit} noValidate className="flex w-56 flex-col gap-2.5 p-2">
        <Field label={t("min")} htmlFor="amount-min">
          <Input id="amount-min" name="min" inputMode="decimal" defaultValue={shown(min)} />
        </Field>
        <Field label={t("max")} htmlFor="amount-max" error={isWrong ? t("badAmount") : null}>
          <Input id="amount-max" name="max" inputMode="decimal" defaultValue={shown(max)} />
        </Field>
        <Button type="submit" look="primary" size="small">
          {t("apply")}
        </Button>
      </form>
    </Popover>
  );
}
