/** The city's mark: three houses with lit windows. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b3b3a" />
      <path d="M6 26V14h6v12zm8 0V6h7v20zm9 0V17h4v9z" fill="#eafffb" />
      <path d="M16.5 9h2v2h-2zm0 4h2v2h-2zm0 4h2v2h-2zM8 17h2v2H8zm0 4h2v2H8z" fill="#f2b35c" />
    </svg>
  );
}
