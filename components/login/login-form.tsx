"use client";

import { Eye, EyeOff } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Field, Input } from "@/components/form/input";
import { Button, IconButton } from "@/components/ui/button";
import { checkEmail, type EmailFault, type SignInRefusal, safeNext, signIn } from "./sign-in";

type Faults = {
  email: EmailFault | null;
  password: "passwordEmpty" | null;
  form: SignInRefusal | null;
};
const NO_FAULTS: Faults = { email: null, password: null, form: null };

/** Enter that only ends the choice of a character must not send the form. */
const holdComposing = (event: KeyboardEvent) => {
  if (event.key === "Enter" && event.nativeEvent.isComposing) event.preventDefault();
};

export function LoginForm({ next }: { next: string }) {
  const t = useTranslations("login");
  const [faults, setFaults] = useState(NO_FAULTS);
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const email = String(data.get("email") ?? "").trim();
    const password = String(data.get("password") ?? "");
    const found: Faults = {
      email: checkEmail(email),
      password: password === "" ? "passwordEmpty" : null,
      form: null,
    };
    setFaults(found);
    const first = found.email ? "email" : found.password ? "password" : null;
    if (first) return void form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
    setBusy(true);
    const refusal = await signIn(email, password);
    if (refusal === null) return window.location.assign(safeNext(next));
    setBusy(false);
    setFaults({ ...NO_FAULTS, form: refusal });
  }

  return (
    <main className="flex min-h-screen items-center justify-center bg-bg px-4">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={holdComposing}
        className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-panel p-7"
      >
        <LoginTitle />
        <Field
          label={t("email")}
          htmlFor="email"
          error={faults.email && t(`errors.${faults.email}`)}
        >
          <Input
            id="email"
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            aria-invalid={faults.email !== null}
            aria-describedby="email-error"
          />
        </Field>
        <Field
          label={t("password")}
          htmlFor="password"
          error={faults.password && t(`errors.${faults.password}`)}
        >
          <div className="flex gap-1">
            <Input
              id="password"
              name="password"
              type={isShown ? "text" : "password"}
              autoComplete="current-password"
              aria-invalid={faults.password !== null}
              aria-describedby="password-error"
            />
            <IconButton label={isShown ? t("hide") : t("show")} onClick={() => setShown(!isShown)}>
              {isShown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
            </IconButton>
          </div>
        </Field>
        {faults.form !== null && (
          <p role="alert" className="rounded-md bg-crit-soft px-3 py-2 text-sm text-crit-text">
            {t(`errors.${faults.form.fault}`, { seconds: faults.form.seconds })}
          </p>
        )}
        <Button type="submit" look="primary" disabled={isBusy} className="mt-1 h-9">
          {isBusy ? t("submitting") : t("submit")}
        </Button>
      </form>
    </main>
  );
}

function LoginTitle() {
  const product = useTranslations("product");
  const t = useTranslations("login");
  return (
    <div className="mb-1">
      <h1 className="text-xl font-bold text-text">{product("name")}</h1>
      <p className="mt-1 text-xs text-text-2">{t("lead")}</p>
    </div>
  );
}
