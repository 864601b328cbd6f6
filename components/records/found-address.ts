import { formatRecordAddress, type RecordAddress } from '#lib/client/record-address.ts'

/** foundAddress is the Produce page with its form filled from what a page of the viewer shows. */
export function foundAddress(
  place: { team: string; profile: string; topic: string },
  shown: RecordAddress,
): string {
  const { team, profile, topic } = place
  const query = formatRecordAddress({ ...shown, topic, selected: null, columns: null })
  query.set('source', 'found')
  return `/teams/${team}/profiles/${profile}/produce?${query}`
}
