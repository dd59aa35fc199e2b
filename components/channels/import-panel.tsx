"use client";

import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { type DragEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useBlocked } from "@/components/console/session";
import { errorText } from "@/components/data/provider";
import { useTRPC } from "@/components/data/trpc";
import { FileInput } from "@/components/form/file-input";
import { Select } from "@/components/form/input";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/classes";
import { Panel } from "@/components/ui/panel";
import type { Account } from "./account-table";
import { ImportPreview } from "./import-preview";
import { type Chosen, readChosen } from "./read-chosen";

/** A community group buying file: looked at first, imported after. */
export function ImportPanel({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations("channels.file");
  const [code, setCode] = useState(accounts[0]?.code ?? "");
  const work = useImport(code);
  return (
    <Panel
      title={<span id="import">{t("title")}</span>}
      side={
        accounts.length > 1 && (
          <Select
            aria-label={t("account")}
            value={code}
            onPick={setCode}
            choices={accounts.map((a) => ({ value: a.code, label: a.name }))}
          />
        )
      }
    >
      {code === "" ? (
        <p className="p-3 text-xs text-text-2">{t("noAccount")}</p>
      ) : work.preview.data && work.chosen ? (
        <ImportPreview
          name={work.chosen.name}
          preview={work.preview.data}
          isBusy={work.isImporting}
          onImport={work.importNow}
          onAgain={work.again}
        />
      ) : (
        <DropZone fault={work.fault} isBusy={work.preview.isPending} onFile={work.take} />
      )}
    </Panel>
  );
}

function useImport(accountCode: string) {
  const t = useTranslations("channels.file");
  const say = useTranslations("console");
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [wrong, setWrong] = useState<"tooLarge" | "wrongKind" | null>(null);
  const preview = useMutation(trpc.channels.preview.mutationOptions());
  const again = () => {
    setChosen(null);
    setWrong(null);
    preview.reset();
  };
  const send = useMutation(
    trpc.channels.import.mutationOptions({
      onSuccess: (result) => {
        toast.success(t("done", result));
        again();
      },
      onError: (error) => toast.error(errorText(error, say("offline"))),
    }),
  );
  const take = async (file: File) => {
    again();
    const read = await readChosen(file);
    if (!read.ok) return setWrong(read.fault);
    setChosen(read.chosen);
    preview.mutate({ accountCode, ...read.chosen });
  };
  const fault = wrong
    ? t(wrong)
    : preview.isError
      ? errorText(preview.error, say("offline"))
      : null;
  return {
    chosen,
    preview,
    fault,
    again,
    take: (file: File) => void take(file),
    isImporting: send.isPending,
    importNow: () => chosen && send.mutate({ accountCode, ...chosen }),
  };
}

type DropProps = { fault: string | null; isBusy: boolean; onFile: (file: File) => void };

function DropZone({ fault, isBusy, onFile }: DropProps) {
  const t = useTranslations("channels.file");
  const blocked = useBlocked("operations", "service");
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && blocked === null) onFile(file);
  };
  return (
    <section
      aria-label={t("drop")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "m-3 flex flex-col items-center gap-2 rounded-md border border-dashed px-6 py-8 text-center",
        isOver ? "border-accent bg-accent-soft" : "border-line",
      )}
    >
      <Upload className="size-5 text-text-2" aria-hidden />
      <p className="text-sm">{isBusy ? t("reading") : t("drop")}</p>
      <FileInput data-import-file onFile={onFile}>
        {(choose) => (
          <Button disabled={isBusy} blocked={blocked} onClick={choose}>
            {t("choose")}
          </Button>
        )}
      </FileInput>
      <p className="max-w-lg text-xs text-text-2">{t("limit")}</p>
      {fault !== null && (
        <p role="alert" className="text-sm text-crit-text">
          {fault}
        </p>
      )}
    </section>
  );
}
