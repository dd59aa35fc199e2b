"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/data/trpc";
import { PhaseChip } from "@/components/orders/phase-chip";
import { ChannelTag } from "@/components/ui/channel-tag";
import { cx } from "@/components/ui/classes";
import { pagesFor } from "./pages/pages";
import { useMe, useSeesChain } from "./session";

type Props = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onTheme: () => void;
  onLanguage: () => void;
};

/** ⌘K or Ctrl K, anywhere; in inputs as well. */
export function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [open]);
}

export function Palette({ isOpen, onOpenChange, onTheme, onLanguage }: Props) {
  const t = useTranslations("console.palette");
  const router = useRouter();
  const seesChain = useSeesChain();
  const [text, setText] = useState("");
  const act = (run: () => void) => {
    onOpenChange(false);
    setText("");
    run();
  };
  const go = (href: string) =>
    act(() => (href === "/screen" ? window.open(href, "_blank") : router.push(href)));
  return (
    <Command.Dialog
      open={isOpen}
      onOpenChange={onOpenChange}
      label={t("label")}
      overlayClassName="fixed inset-0 z-40 bg-bg/70"
      contentClassName={cx(
        "fixed top-[12vh] left-1/2 z-50 w-[min(640px,calc(100vw-2rem))] -translate-x-1/2",
        "overflow-hidden rounded-lg border border-line bg-panel text-text shadow-2xl",
      )}
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t("placeholder")}
        className="h-11 w-full border-b border-line-soft bg-panel px-4 text-sm outline-none placeholder:text-text-3"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-sm text-text-2">
          {t("empty")}
        </Command.Empty>
        <Orders text={text} onGo={go} />
        <Pages onGo={go} />
        <Group heading={t("actions")}>
          <Item value="open-cases" onSelect={() => go("/exceptions")}>
            {t("openCases")}
          </Item>
          {seesChain && (
            <Item value="dead-letters" onSelect={() => go("/system?tab=letters")}>
              {t("deadLetters")}
            </Item>
          )}
          {seesChain && (
            <Item value="import-file daoru" onSelect={() => go("/channels#import")}>
              {t("importFile")}
            </Item>
          )}
          <Item value="theme shense qianse" onSelect={() => act(onTheme)}>
            {t("theme")}
          </Item>
          <Item value="language yuyan english" onSelect={() => act(onLanguage)}>
            {t("language")}
          </Item>
        </Group>
      </Command.List>
      <p className="border-t border-line-soft px-4 py-2 text-xs text-text-2">{t("hint")}</p>
    </Command.Dialog>
  );
}

type GoProps = { onGo: (href: string) => void };

function Pages({ onGo }: GoProps) {
  const t = useTranslations("console");
  const pages = pagesFor(useMe().user);
  return (
    <Group heading={t("palette.pages")}>
      {pages.map(({ name, href, Icon, keywords }) => (
        <Item
          key={name}
          value={name}
          keywords={[...keywords, t(`pages.${name}`)]}
          onSelect={() => onGo(href)}
        >
          <Icon className="size-4 text-text-2" aria-hidden />
          {t(`pages.${name}`)}
        </Item>
      ))}
    </Group>
  );
}

/** Orders that the text names, and the list searched for it. */
function Orders({ text, onGo }: GoProps & { text: string }) {
  const t = useTranslations("console.palette");
  const trpc = useTRPC();
  const asked = useDeferredValue(text.trim());
  const isAsked = asked.length >= 2;
  const found = useQuery(trpc.orders.find.queryOptions({ text: asked }, { enabled: isAsked }));
  if (!isAsked) return null;
  return (
    <Group heading={t("orders")}>
      {(found.data ?? []).map((order) => (
        <Item
          key={order.id}
          value={`${asked} ${order.id}`}
          onSelect={() => onGo(`/orders/${order.id}`)}
        >
          <ChannelTag channel={order.channel} label={order.label} />
          <PhaseChip phase={order.phase} />
          <span className="truncate text-xs text-text-2">{order.store}</span>
          <span className="ml-auto truncate text-xs text-text-2">{order.externalNo}</span>
        </Item>
      ))}
      <Item
        value={`${asked} search`}
        onSelect={() => onGo(`/orders?q=${encodeURIComponent(asked)}`)}
      >
        {t("searchFor", { text: asked })}
      </Item>
    </Group>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className={cx(
        "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2",
        "[&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs",
        "[&_[cmdk-group-heading]]:text-text-2",
      )}
    >
      {children}
    </Command.Group>
  );
}

type ItemProps = { value: string; keywords?: string[]; onSelect: () => void; children: ReactNode };

function Item({ value, keywords, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      {...(keywords && { keywords })}
      onSelect={onSelect}
      className={cx(
        "flex h-9 cursor-default items-center gap-2.5 rounded px-3 text-sm",
        "data-[selected=true]:bg-accent-soft data-[selected=true]:text-text",
      )}
    >
      {children}
    </Command.Item>
  );
}
