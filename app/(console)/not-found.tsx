import { NotFound } from "@/components/console/not-found";

export default function ConsoleNotFound() {
  return <NotFound />;
}
