"use client";

import { Download } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { dayText } from "@/components/ui/format";

type Piece = { text: string; rows: number; next: string | null };
type Props = {
  /** What the file is called, before its day. */
  name: string;
  read: (place: string | null) => Promise<Piece>;
};

/** The current filter as a file, piece by piece along the list's own keys, so that nothing large is held on the server. */
export function ExportButton({ name, read }: Props) {
  const t = useTranslations("console.file");
  const [count, setCount] = useState<number | null>(null);
  const isStopped = useRef(false);

  async function run(): Promise<void> {
    isStopped.current = false;
    const parts: string[] = [];
    let place: string | null = null;
    let rows = 0;
    setCount(0);
    try {
      do {
        const piece: Piece = await read(place);
        parts.push(piece.text);
        rows += piece.rows;
        setCount(rows);
        place = piece.next;
      } while (place !== null && !isStopped.current);
      if (isStopped.current) return;
      save(parts, `${name}-${dayText(Date.now())}.csv`);
      toast.success(t("count", { count: rows }));
    } catch {
      toast.error(t("failed"));
    } finally {
      setCount(null);
    }
  }

  if (count !== null) {
    return (
      <Button
        size="small"
        onClick={() => {
          isStopped.current = true;
        }}
      >
        {t("count", { count })} · {t("stop")}
      </Button>
    );
  }
  return (
    <Button
      size="small"
      icon={<Download className="size-3.5" aria-hidden />}
      onClick={() => void run()}
    >
      {t("export")}
    </Button>
  );
}

function save(parts: string[], name: string): void {
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
