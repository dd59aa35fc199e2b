"use client";

import { useTranslations } from "use-intl";
import { useFreshness, useHasFigures, WallProvider } from "../live/use-wall";
import { Board } from "./board";
import { useOrbit, useWakeLock } from "./kiosk/keep-glass-healthy";

export function Wall({ isKiosk }: { isKiosk: boolean }) {
  return (
    <WallProvider>
      <Glass isKiosk={isKiosk} />
    </WallProvider>
  );
}

function Glass({ isKiosk }: { isKiosk: boolean }) {
  const freshness = useFreshness();
  const hasFigures = useHasFigures();
  const orbit = useOrbit();
  useWakeLock();
  return (
    <main
      data-fresh={freshness}
      className={`h-full w-full ${isKiosk ? "cursor-none" : ""}`}
      style={{ transform: orbit }}
    >
      {freshness === "denied" || !hasFigures ? (
        <Notice kind={freshness === "denied" ? "denied" : "connecting"} />
      ) : (
        <Board freshness={freshness} />
      )}
    </main>
  );
}

function Notice({ kind }: { kind: "denied" | "connecting" }) {
  const t = useTranslations("wall");
  return (
    <div role="status" className="flex h-full flex-col items-center justify-center gap-20">
      <p className="text-wall-title text-text-3">{t("title")}</p>
      <p className={`text-wall-digits font-semibold ${kind === "denied" ? "text-warn" : ""}`}>
        {t(`${kind}.title`)}
      </p>
      <p className="text-wall-title text-text-2">{t(`${kind}.detail`)}</p>
    </div>
  );
}
