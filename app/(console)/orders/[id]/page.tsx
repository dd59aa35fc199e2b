import { pageTitle } from "@/components/console/pages/page-title";
import { OrderPage } from "@/components/order/order-page";

export const generateMetadata = () => pageTitle("orders");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  return <OrderPage id={(await params).id} />;
}
