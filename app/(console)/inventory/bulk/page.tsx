import { pageTitle } from "@/components/console/pages/page-title";
import { BulkPage } from "@/components/inventory/bulk/bulk-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <BulkPage />;
}
