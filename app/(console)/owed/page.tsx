import { pageTitle } from "@/components/console/pages/page-title";
import { OwedPage } from "@/components/owed/owed-page";

export const generateMetadata = () => pageTitle("owed");

export default function Page() {
  return <OwedPage />;
}
