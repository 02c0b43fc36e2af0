import { Skeleton } from "#components/ui/states.tsx";

/** The shape of a page while it is on its way. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="h-8 w-48" />
      <Skeleton className="mt-3 h-5 w-80 max-w-full" />
      <div className="mt-8 grid gap-6">
        <Skeleton className="h-44 w-full rounded-xl" />
        <Skeleton className="h-64 w-full rounded-xl" />
      </div>
    </div>
  );
}
