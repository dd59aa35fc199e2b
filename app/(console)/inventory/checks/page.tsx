import { pageTitle } from "@/components/console/pages/page-title";
import { ChecksPage } from "@/components/inventory/checks/checks-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <ChecksPage />;
}
