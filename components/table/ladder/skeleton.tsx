import { cx } from "@/components/ui/classes";

export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={cx("rounded bg-track motion-safe:animate-pulse", className)} />
  );
}

/** Rows where rows will be, so that nothing moves when they come. */
export function SkeletonRows({ count, height = 32 }: { count: number; height?: number }) {
  return (
    <div aria-busy className="flex flex-col">
      {Array.from({ length: count }, (_, i) => (
        <div
          key={i}
          className="flex items-center gap-4 border-b border-line-soft px-3"
          style={{ height }}
        >
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
