import type { Metadata } from "next";
import { cookies } from "next/headers";
import { LoginForm } from "@/components/login/login-form";
import { asLocale, messagesOf } from "@/components/messages";

export async function generateMetadata(): Promise<Metadata> {
  const locale = asLocale((await cookies()).get("locale")?.value);
  return { title: messagesOf(locale).login.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: Props) {
  const { next } = await searchParams;
  return <LoginForm next={typeof next === "string" ? next : "/"} />;
}
