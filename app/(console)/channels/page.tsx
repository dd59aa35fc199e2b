import { ChannelsPage } from "@/components/channels/channels-page";
import { pageTitle } from "@/components/console/pages/page-title";

export const generateMetadata = () => pageTitle("channels");

export default function Page() {
  return <ChannelsPage />;
}
