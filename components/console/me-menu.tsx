"use client";

import { LogOut, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { Popover } from "@/components/overlay/popover";
import { Button } from "@/components/ui/button";
import { useMe } from "./session";
import { useWord } from "./use-word";

async function signOut(): Promise<void> {
  await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(() => undefined);
  window.location.assign("/login");
}

export function MeMenu() {
  const t = useTranslations("console");
  const word = useWord();
  const { user } = useMe();
  return (
    <Popover
      label={t("me")}
      trigger={
        <Button look="ghost" icon={<UserRound className="size-4" aria-hidden />}>
          {user.name}
        </Button>
      }
    >
      <div className="px-2 py-1.5 text-xs leading-5 text-text-2">
        <p className="text-sm text-text">{user.name}</p>
        <p>{user.email}</p>
        <p>{word("role", user.role)}</p>
      </div>
      <Button
        look="ghost"
        className="w-full justify-start"
        icon={<LogOut className="size-4" aria-hidden />}
        onClick={() => void signOut()}
      >
        {t("signOut")}
      </Button>
    </Popover>
  );
}
