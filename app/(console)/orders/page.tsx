import { pageTitle } from "@/components/console/pages/page-title";
import { OrderListPage } from "@/components/orders/order-list-page";

export const generateMetadata = () => pageTitle("orders");

export default function Page() {
  return <OrderListPage />;
}
