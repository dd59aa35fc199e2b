"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/routers";
import { TRPCProvider } from "./trpc";

const codeOf = (error: unknown): string | undefined =>
  error instanceof TRPCClientError ? (error.data as { code?: string } | null)?.code : undefined;

/** Refusals stay refusals however often one asks; only the network deserves a second try. */
const isFinal = (error: unknown): boolean => {
  const code = codeOf(error);
  return code !== undefined && code !== "INTERNAL_SERVER_ERROR" && code !== "BAD_GATEWAY";
};

/** Nobody is signed in any more: sign in and come back to this very page. */
function leaveWhenSignedOut(error: unknown): void {
  if (codeOf(error) !== "UNAUTHORIZED") return;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/login?next=${encodeURIComponent(here)}`);
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => !isFinal(error) && count < 2,
      },
    },
  });
}

const makeClient = () =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: "/rpc",
        maxURLLength: 4_000,
        fetch: (url, options) =>
          fetch(url, { ...(options as RequestInit), credentials: "same-origin" }),
      }),
    ],
  });

export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** What went wrong in words fit for a person; the server's own where it answered. */
export function errorText(error: unknown, fallback: string): string {
  const isAnswer = codeOf(error) !== undefined && error instanceof Error;
  // A refused input arrives as a list of issues, which is for engineers.
  return isAnswer && !error.message.startsWith("[") ? error.message : fallback;
}

export { codeOf as errorCode };
