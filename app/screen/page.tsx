import type { Metadata } from "next";
import { cookies } from "next/headers";
import { asLocale, messagesOf } from "@/components/messages";
import { Wall } from "@/components/wall/wall";

export async function generateMetadata(): Promise<Metadata> {
  const locale = asLocale((await cookies()).get("locale")?.value);
  return { title: messagesOf(locale).wall.pageTitle };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ScreenPage({ searchParams }: Props) {
  const { kiosk } = await searchParams;
  return <Wall isKiosk={kiosk === "1"} />;
}
