import { AdminSectionPage, adminMetadata } from "./admin-section.tsx";

export const generateMetadata = () => adminMetadata("people");

export default function Page() {
  return <AdminSectionPage section="people" />;
}
