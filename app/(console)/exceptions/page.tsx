import { pageTitle } from "@/components/console/pages/page-title";
import { ExceptionsPage } from "@/components/exceptions/exceptions-page";

export const generateMetadata = () => pageTitle("exceptions");

export default function Page() {
  return <ExceptionsPage />;
}
