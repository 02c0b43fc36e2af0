import { AdminSectionPage, adminMetadata } from "../admin-section.tsx";

export const generateMetadata = () => adminMetadata("agents");

export default function Page() {
  return <AdminSectionPage section="agents" />;
}
