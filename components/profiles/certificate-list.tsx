'use client'

import { CopyButton } from '#components/ui/copy-button.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { CertificateAuthority } from '#lib/shared/credential.ts'

const DAY_MS = 86_400_000
/** A charm's CA is renewed by hand more often than by itself: a month leaves time to do it. */
const SOON_DAYS = 30

/** CertificateList shows who signs the brokers' certificates, until when, and the fingerprint to compare. */
export function CertificateList({ certificates }: { certificates: readonly CertificateAuthority[] }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {certificates.map((each) => (
        <li key={each.sha256}>
          <span className="font-mono break-words">{each.subject}</span>
          <Expiry notAfter={each.notAfter} />
          <span className="flex items-center gap-1 text-xs text-muted">
            <span className="whitespace-nowrap">SHA-256</span>
            <span className="truncate font-mono" title={each.sha256}>
              {each.sha256.slice(0, 23)}…
            </span>
            <CopyButton text={each.sha256} label="Copy fingerprint" className="-my-1" />
          </span>
        </li>
      ))}
    </ul>
  )
}

function Expiry({ notAfter }: { notAfter: string }) {
  const now = useNow()
  const day = notAfter.slice(0, 10)
  if (now === null) return <span className="block text-xs text-muted">until {day}</span>
  const days = Math.floor((Date.parse(notAfter) - now) / DAY_MS)
  if (days < 0) return <span className="block text-xs font-medium text-bad">expired on {day}</span>
  return (
    <span className={`block text-xs ${days < SOON_DAYS ? 'font-medium text-warn' : 'text-muted'}`}>
      until {day}, {days === 1 ? '1 day' : `${days} days`}
    </span>
  )
}
