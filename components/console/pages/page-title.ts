import type { Metadata } from "next";
import { cookies } from "next/headers";
import { asLocale, messagesOf } from "@/components/messages";
import type { PageName } from "./pages";

/** The browser tab's title of a page of the rail. */
export async function pageTitle(name: PageName): Promise<Metadata> {
  const locale = asLocale((await cookies()).get("locale")?.value);
  return { title: messagesOf(locale).console.pages[name] };
}
