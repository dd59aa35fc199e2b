import { pageTitle } from "@/components/console/pages/page-title";
import { MatrixPage } from "@/components/inventory/matrix/matrix-page";

export const generateMetadata = () => pageTitle("inventory");

export default function Page() {
  return <MatrixPage />;
}
