/** Logo: a key whose teeth are a stream of records. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={className}>
      <circle cx="6" cy="10" r="3.6" fill="none" stroke="currentColor" strokeWidth="2" />
      <path
        d="M10 10h8.5M14 10v3M17.5 10v4"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  )
}
