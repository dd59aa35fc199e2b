"use client";

import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import type { Catalogue, Locale } from ".";

type Props = { locale: Locale; messages: Catalogue; children: ReactNode };

export function Messages({ locale, messages, children }: Props) {
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="Asia/Shanghai">
      {children}
    </IntlProvider>
  );
}
