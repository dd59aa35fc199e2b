import { pageTitle } from "@/components/console/page-title";
import { ChannelsPage } from "@/components/channels/channels-page";

export const generateMetadata = () => pageTitle("channels");

export default function Page() {
  return <ChannelsPage />;
}
