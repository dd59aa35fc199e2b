import type { ComponentProps, ReactNode } from "react";
import { cx, FOCUS } from "../ui/classes";

const BOX =
  "rounded-md border border-line bg-panel px-2.5 text-sm text-text placeholder:text-text-3 aria-invalid:border-crit";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={cx("h-8 w-full", BOX, FOCUS, className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={cx("w-full py-1.5", BOX, FOCUS, className)} />;
}

type Choice = { value: string; label: string };
type SelectProps = Omit<ComponentProps<"select">, "onChange"> & {
  choices: readonly Choice[];
  onPick: (value: string) => void;
};

/** The platform's own select: known to every keyboard, reader and phone. */
export function Select({ choices, onPick, className, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      onChange={(event) => onPick(event.target.value)}
      className={cx("h-8 pr-1", BOX, FOCUS, className)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

type FieldProps = { label: string; error?: string | null; htmlFor: string; children: ReactNode };

export function Field({ label, error = null, htmlFor, children }: FieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={htmlFor} className="text-xs text-text-2">
        {label}
      </label>
      {children}
      {error !== null && (
        <p id={`${htmlFor}-error`} className="text-xs text-crit-text">
          {error}
        </p>
      )}
    </div>
  );
}
