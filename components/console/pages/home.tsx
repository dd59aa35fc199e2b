"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { SkeletonRows } from "@/components/table/ladder/skeleton";
import { useMe } from "../session";
import { startPage } from "./pages";

/** On to where this person's day begins: it is known once the person is. */
export function Home() {
  const router = useRouter();
  const start = startPage(useMe().user);
  useEffect(() => router.replace(start), [router, start]);
  return <SkeletonRows count={16} />;
}
