import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, Suspense } from "react";
import { Shell } from "@/components/console/shell";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  return (
    <NuqsAdapter>
      <Suspense>
        <Shell
          theme={jar.get("theme")?.value === "dark" ? "dark" : "light"}
          isRailWide={jar.get("rail")?.value !== "narrow"}
        >
          {children}
        </Shell>
      </Suspense>
    </NuqsAdapter>
  );
}
