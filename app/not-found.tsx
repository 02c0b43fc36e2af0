/** Unknown addresses lead back to the city. */
export default function NotFound() {
  return (
    <main className="grid h-dvh place-items-center p-6">
      <div className="panel max-w-sm p-6 text-center">
        <h1 className="text-lg font-semibold">There is nothing at this address</h1>
        <p className="mt-2 text-muted">The street you are looking for is not on the map.</p>
        <a className="mt-4 inline-block font-medium text-accent underline" href="/">
          Back to the city
        </a>
      </div>
    </main>
  );
}
