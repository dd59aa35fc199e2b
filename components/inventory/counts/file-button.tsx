"use client";

import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { readChosen } from "@/components/channels/read-chosen";
import { errorText } from "@/components/data/provider";
import { type Outputs, useTRPC } from "@/components/data/trpc";
import { FileInput } from "@/components/form/file-input";
import { Dialog } from "@/components/overlay/dialog";
import { Button } from "@/components/ui/button";
import type { useCounts } from "./use-counts";

type Bad = Outputs["stockEdits"]["file"]["bad"];
type Props = { counts: ReturnType<typeof useCounts>; blocked: string | null };

/** A file of codes and amounts fills in the list; rows that cannot be used are told with their numbers. */
export function FileButton({ counts, blocked }: Props) {
  const t = useTranslations("stockWork.counts");
  const file = useTranslations("channels.file");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [bad, setBad] = useState<Bad>([]);
  const read = useMutation(
    trpc.stockEdits.file.mutationOptions({
      onSuccess: (found) => {
        counts.fill(found.shelves);
        setBad(found.bad);
        toast.info(t("uploaded", { count: found.shelves.length, bad: found.bad.length }));
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  const take = async (chosen: File) => {
    const content = await readChosen(chosen);
    if (!content.ok) toast.error(file(content.fault));
    else read.mutate({ content: content.chosen.content, storeId: counts.storeId });
  };
  return (
    <>
      <FileInput data-count-file onFile={(chosen) => void take(chosen)}>
        {(choose) => (
          <Button
            size="small"
            icon={<Upload className="size-3.5" aria-hidden />}
            blocked={blocked}
            disabled={read.isPending}
            title={t("uploadHint")}
            onClick={choose}
          >
            {t("upload")}
          </Button>
        )}
      </FileInput>
      {bad.length > 0 && <BadRows bad={bad} onClose={() => setBad([])} />}
    </>
  );
}

const SHOWN_MAX = 200;

function BadRows({ bad, onClose }: { bad: Bad; onClose: () => void }) {
  const t = useTranslations("stockWork.counts");
  const file = useTranslations("channels.file");
  return (
    <Dialog isOpen onClose={onClose} title={t("badTitle", { count: bad.length })}>
      <p className="mb-2 text-xs text-text-2">{t("badDetail")}</p>
      <ul className="max-h-[50vh] overflow-y-auto rounded-md bg-crit-soft px-3 py-1.5 text-xs leading-6 text-crit-text">
        {bad.slice(0, SHOWN_MAX).map(({ row, reason }) => (
          <li key={row}>
            {file("badRow", { row })} · {reason}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
