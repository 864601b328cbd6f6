import 'server-only'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { readCertificates } from '#lib/credentials/read-certificates.ts'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { REMINDER_DAYS, type Reminder } from '#lib/shared/care.ts'
import { type CertificateAuthority, CredentialFactsSchema } from '#lib/shared/credential.ts'
import { openProfile } from '../open-profile.ts'

const DAY_MS = 86_400_000
/** Faces are read in batches: a chain of certificates makes one some kilobytes. */
const BATCH = 500
const LABEL = 200

export type Raised = Omit<Reminder, 'profile' | 'name'>

/**
 * raiseReminders looks through every profile for certificates that end within 30 days and reviews that are due, and
 * stores a reminder, audited, for each threshold once. Gives how many are new. Stops between profiles when aborted.
 */
export async function raiseReminders({ signal }: { readonly signal: AbortSignal }): Promise<number> {
  let raised = 0
  let after = ''
  for (;;) {
    const rows = await candidates(after)
    for (const row of rows) {
      if (signal.aborted) return raised
      const due = await dueOf(row)
      for (const reminder of due) if (await raise(row, reminder)) raised += 1
    }
    const last = rows.at(-1)
    if (!last) return raised
    after = last.id
  }
}

interface Candidate {
  readonly id: string
  readonly teamId: string
  readonly facts: string
  readonly hasClientCertificate: number
  readonly reviewOn: string | null
}

function candidates(after: string): Promise<Candidate[]> {
  return getDatabase()
    .selectFrom('profile as p')
    .leftJoin('profileCare as c', 'c.profileId', 'p.id')
    .select(['p.id', 'p.teamId', 'p.facts', 'p.hasClientCertificate', 'c.reviewOn'])
    .where('p.deletedAt', 'is', null)
    .where('p.id', '>', after)
    .where((e) =>
      e.or([
        e('p.facts', 'like', '%"notAfter"%'),
        e('p.hasClientCertificate', '=', 1),
        e('c.reviewOn', 'is not', null),
      ]),
    )
    .orderBy('p.id')
    .limit(BATCH)
    .execute()
}

async function dueOf(row: Candidate): Promise<Raised[]> {
  const { certificateAuthorities } = CredentialFactsSchema.parse(JSON.parse(row.facts))
  const own = row.hasClientCertificate === 1 ? await clientCertificates(row) : []
  const now = clock.now()
  const review = row.reviewOn !== null && Date.parse(row.reviewOn) <= now ? [reviewOf(row.reviewOn)] : []
  return [
    ...certificateAuthorities.flatMap((each) => ending('authority', each, now)),
    ...own.flatMap((each) => ending('client-certificate', each, now)),
    ...review,
  ]
}

/** A seal that does not open is audited where it is opened; it must not keep the others from being reminded of. */
async function clientCertificates({ id, teamId }: Candidate): Promise<CertificateAuthority[]> {
  try {
    const { credential } = await openProfile({ teamId, profileId: id })
    const pem = isKafkaCredential(credential) ? credential.clientCertificatePem : null
    const read = pem === null ? null : readCertificates(pem)
    return read?.kind === 'certificates' ? read.certificates.map(({ facts }) => facts) : []
  } catch {
    return []
  }
}

/** ending gives the reminder of the nearest threshold that a certificate has reached, or none. */
export function ending(
  kind: 'authority' | 'client-certificate',
  { subject, notAfter, sha256 }: Pick<CertificateAuthority, 'subject' | 'notAfter' | 'sha256'>,
  now: number,
): Raised[] {
  const left = (Date.parse(notAfter) - now) / DAY_MS
  const reached = REMINDER_DAYS.filter((days) => left <= days).at(-1)
  if (reached === undefined) return []
  return [{ kind, subject: sha256, label: subject.slice(0, LABEL), days: reached, dueAt: notAfter }]
}

function reviewOf(day: string): Raised {
  return { kind: 'review', subject: day, label: '', days: 0, dueAt: `${day}T00:00:00.000Z` }
}

function raise(place: { readonly id: string; readonly teamId: string }, reminder: Raised): Promise<boolean> {
  return inTransaction((tx) => storeReminder(tx, { profileId: place.id, teamId: place.teamId }, reminder))
}

/** storeReminder keeps a reminder with its audit row in the caller's transaction; false when it is there already. */
export async function storeReminder(
  tx: Tx,
  place: { readonly profileId: string; readonly teamId: string },
  reminder: Raised,
): Promise<boolean> {
  const stored = await tx
    .insertInto('profileReminder')
    .values({
      ...place,
      ...reminder,
      createdAt: isoNow(),
      dismissedAt: null,
      dismissedBy: null,
      mailedAt: null,
    })
    .onConflict((conflict) => conflict.columns(['profileId', 'kind', 'subject', 'days']).doNothing())
    .executeTakeFirst()
  if (stored.numInsertedOrUpdatedRows !== 1n) return false
  const { kind, days, dueAt } = reminder
  await recordAuditEvent(tx, {
    action: 'profile.reminded',
    teamId: place.teamId,
    actor: null,
    subject: place.profileId,
    details: { kind, days, dueAt },
  })
  return true
}
