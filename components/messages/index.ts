import { en } from "./en/index";
import { zh } from "./zh/index";

const locales = ["zh", "en"] as const;
export type Locale = (typeof locales)[number];
export type Catalogue = typeof zh;

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Catalogue;
  }
}

/** Chinese unless English was asked for. */
export function asLocale(text: string | undefined): Locale {
  return text === "en" ? "en" : "zh";
}

export function messagesOf(locale: Locale): Catalogue {
  return locale === "en" ? en : zh;
}
