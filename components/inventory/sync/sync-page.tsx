"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "@/components/data/trpc";
import { Ladder } from "@/components/table/ladder/ladder";
import { Panel } from "@/components/ui/panel";
import type { SyncAccount } from "./account";
import { AccountTable } from "./account-table";
import { DifferencesPanel } from "./differences-panel";
import { LevelDialog } from "./level-dialog";
import { RuleDialog } from "./rule-dialog";

const EVERY_MS = 2_000;

type Doing = { kind: "level" | "rule"; account: SyncAccount } | null;

/** How every channel keeps up with our numbers, where it does not, and what each may show. */
export function SyncPage() {
  const t = useTranslations("stockWork.sync");
  const trpc = useTRPC();
  const client = useQueryClient();
  const accounts = useQuery(
    trpc.stockSync.accounts.queryOptions(undefined, { refetchInterval: EVERY_MS }),
  );
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const again = () => void client.invalidateQueries(trpc.stockSync.pathFilter());
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto p-3">
      <Panel title={t("accounts")}>
        <Ladder
          query={accounts}
          rows={accounts.data}
          skeleton={{ count: 6, height: 40 }}
          empty={{ title: t("noAccounts.title"), detail: t("noAccounts.detail") }}
        >
          {(shown) => (
            <AccountTable
              accounts={shown}
              onLevel={(account) => setDoing({ kind: "level", account })}
              onRule={(account) => setDoing({ kind: "rule", account })}
            />
          )}
        </Ladder>
      </Panel>
      <DifferencesPanel accounts={accounts.data ?? []} />
      {doing?.kind === "level" && (
        <LevelDialog account={doing.account} onClose={close} onDone={again} />
      )}
      {doing?.kind === "rule" && (
        <RuleDialog
          account={doing.account}
          onClose={close}
          onDone={() => {
            close();
            again();
          }}
        />
      )}
    </div>
  );
}
