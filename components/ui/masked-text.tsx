import { useTranslations } from "use-intl";

type Props = { name: string; phoneTail: string | null; address: string | null };

/** A recipient as everybody may see them. */
export function MaskedText({ name, phoneTail, address }: Props) {
  const t = useTranslations("console");
  const parts = [name, phoneTail && t("tail", { digits: phoneTail }), address].filter(Boolean);
  return <span className="truncate">{parts.length > 0 ? parts.join(" ") : "—"}</span>;
}
