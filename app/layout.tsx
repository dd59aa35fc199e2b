import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "@fontsource-variable/noto-sans-sc";
import { asLocale, type Locale, messagesOf } from "@/components/messages";
import { Messages } from "@/components/messages/provider";
import "./globals.css";

async function findLocale(): Promise<Locale> {
  return asLocale((await cookies()).get("locale")?.value);
}

export async function generateMetadata(): Promise<Metadata> {
  const { name, short, description } = messagesOf(await findLocale()).product;
  return { title: { default: name, template: `%s · ${short}` }, description };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await findLocale();
  return (
    <html lang={locale === "zh" ? "zh-CN" : "en"}>
      <body>
        <Messages locale={locale} messages={messagesOf(locale)}>
          {children}
        </Messages>
      </body>
    </html>
  );
}
