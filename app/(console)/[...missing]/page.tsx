import { notFound } from "next/navigation";

/** Any other address lands inside the console, with the rail in reach. */
export default function MissingPage() {
  notFound();
}
