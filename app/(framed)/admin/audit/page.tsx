import { AdminSectionPage, adminMetadata } from "../admin-section.tsx";

export const generateMetadata = () => adminMetadata("audit");

export default function Page() {
  return <AdminSectionPage section="audit" />;
}
