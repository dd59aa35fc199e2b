"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { errorText } from "@/components/data/provider";
import { useTRPC, useTRPCClient } from "@/components/data/trpc";
import type { Edit } from "@/server/domain/inventory";

export type Mode = "all" | "part";
const SETTLE_MS = 250;

/** The value once it has not changed for a moment. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), ms);
    return () => window.clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/**
 * What edits would do, asked for as they are typed. The server does them and takes them back.
 *
 * @param edits null while the question is not complete
 */
export function usePreview(edits: readonly Edit[] | null, mode: Mode) {
  const client = useTRPCClient();
  const key = edits === null || edits.length === 0 ? null : JSON.stringify({ edits, mode });
  const settled = useSettled(key, SETTLE_MS);
  const preview = useQuery({
    queryKey: ["stock-preview", settled],
    queryFn: () => client.stockEdits.preview.mutate(JSON.parse(settled ?? "{}")),
    enabled: settled !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const isCurrent = key !== null && key === settled && preview.isSuccess && !preview.isFetching;
  return { preview, isCurrent, shown: key === null ? undefined : preview.data };
}

/** A name for a request that is made once, however often it is sent. */
const newRef = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("-");

/** Do what was looked at, and say what became of it. */
export function useCommit(onDone: () => void) {
  const t = useTranslations("inventory");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [ref] = useState(newRef);
  const commit = useMutation(
    trpc.stockEdits.commit.mutationOptions({
      onSuccess: (result) => {
        if (!result.isDone) return void toast.error(t("doneNot", { count: result.refused }));
        const count = result.orders.length;
        toast.success(count > 0 ? t("doneLoss", { count }) : t("done"));
        onDone();
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  const run = (edits: readonly Edit[], mode: Mode) =>
    commit.mutate({ edits: [...edits], mode, ref });
  return { run, isPending: commit.isPending };
}
