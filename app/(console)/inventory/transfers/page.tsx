import { pageTitle } from "@/components/console/pages/page-title";
import { TransfersPage } from "@/components/inventory/transfers/transfers-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <TransfersPage />;
}
