import { AdminSectionPage, adminMetadata } from "../admin-section.tsx";

export const generateMetadata = () => adminMetadata("city");

export default function Page() {
  return <AdminSectionPage section="city" />;
}
