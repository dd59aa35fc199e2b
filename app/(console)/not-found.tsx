import { NotFound } from "@/components/console/pages/not-found";

export default function ConsoleNotFound() {
  return <NotFound />;
}
