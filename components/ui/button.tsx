import type { ComponentProps, ReactNode } from "react";
import { cx, FOCUS } from "./classes";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-panel text-text hover:bg-raised",
  ghost: "text-text-2 hover:bg-raised hover:text-text",
  danger: "border border-line bg-panel text-crit-text hover:bg-crit-soft",
} as const;

type Props = ComponentProps<"button"> & {
  look?: keyof typeof LOOKS;
  size?: "small" | "usual";
  icon?: ReactNode;
  /** Why it cannot be pressed now; it stays reachable so that the reason can be read. */
  blocked?: string | null;
};

/** The one button. A blocked one says why. */
export function Button(props: Props) {
  const {
    look = "plain",
    size = "usual",
    icon,
    blocked = null,
    className,
    children,
    ...rest
  } = props;
  const isBlocked = blocked !== null;
  return (
    <button
      type="button"
      {...rest}
      {...(isBlocked && { title: blocked, onClick: undefined, "aria-disabled": true })}
      className={cx(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap select-none",
        "disabled:opacity-50",
        size === "small" ? "h-7 px-2 text-xs" : "h-8 px-3 text-sm",
        LOOKS[look],
        isBlocked && "cursor-not-allowed opacity-50",
        FOCUS,
        className,
      )}
    >
      {icon}
      {children}
    </button>
  );
}

type IconProps = Omit<ComponentProps<"button">, "aria-label"> & { label: string };

export function IconButton({ label, className, children, ...rest }: IconProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-text-2",
        "hover:bg-raised hover:text-text disabled:opacity-40",
        FOCUS,
        className,
      )}
    >
      {children}
    </button>
  );
}
