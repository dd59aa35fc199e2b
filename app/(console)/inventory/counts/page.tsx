import { pageTitle } from "@/components/console/pages/page-title";
import { CountsPage } from "@/components/inventory/counts/counts-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <CountsPage />;
}
