import { Kbd } from "@/components/ui/kbd";

/** The keys that are valid here, each with what it does. */
export function KeyBar({ keys }: { keys: readonly (readonly [key: string, does: string])[] }) {
  return (
    <footer className="flex h-7 shrink-0 items-center gap-3 border-t border-line bg-panel px-3 text-xs text-text-2">
      {keys.map(([key, does]) => (
        <span key={key} className="flex items-center gap-1">
          <Kbd>{key}</Kbd>
          {does}
        </span>
      ))}
    </footer>
  );
}
