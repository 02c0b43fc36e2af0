import { PageSkeleton } from "#components/portal/page-skeleton.tsx";

export default PageSkeleton;
