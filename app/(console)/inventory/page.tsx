import { pageTitle } from "@/components/console/page-title";
import { MatrixPage } from "@/components/inventory/matrix-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <MatrixPage />;
}
