"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { ErrorState } from "@/components/table/ladder/error-state";
import { Skeleton } from "@/components/table/ladder/skeleton";

export type Me = Outputs["session"]["me"];
type Role = Me["user"]["role"];

const Session = createContext<Me | null>(null);

/** Who is here, known before anything is drawn that depends on it. */
export function SessionGate({ children }: { children: ReactNode }) {
  const t = useTranslations("console");
  const trpc = useTRPC();
  const me = useQuery(trpc.session.me.queryOptions(undefined, { staleTime: 300_000 }));
  if (me.data) return <Session value={me.data}>{children}</Session>;
  if (me.isError && !me.isFetching) {
    return (
      <main className="min-h-screen bg-bg">
        <ErrorState message={errorText(me.error, t("offline"))} onRetry={() => me.refetch()} />
      </main>
    );
  }
  return (
    <main aria-busy className="flex min-h-screen flex-col gap-4 bg-bg p-4">
      <h1 className="sr-only">{t("loading")}</h1>
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-96 w-full" />
    </main>
  );
}

export function useMe(): Me {
  const me = useContext(Session);
  if (!me) throw new Error("the session is known inside SessionGate only");
  return me;
}

/** Null when the role may; else why not, in words. The server decides again. */
export function useBlocked(...roles: Role[]): string | null {
  const t = useTranslations("console");
  const { role } = useMe().user;
  return role === "admin" || roles.includes(role) ? null : t("noRole");
}

/** Whether this person sees the whole chain and not one store. */
export const useSeesChain = (): boolean => useMe().user.storeId === null;
