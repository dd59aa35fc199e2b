import { Home } from "@/components/console/pages/home";

export default function HomePage() {
  return <Home />;
}
