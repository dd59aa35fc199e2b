import { pageTitle } from "@/components/console/pages/page-title";
import { SyncPage } from "@/components/inventory/sync/sync-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <SyncPage />;
}
