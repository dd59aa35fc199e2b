import { pageTitle } from "@/components/console/pages/page-title";
import { SystemPage } from "@/components/system/system-page";

export const generateMetadata = () => pageTitle("system");

export default function Page() {
  return <SystemPage />;
}
