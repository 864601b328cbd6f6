import 'server-only'

export interface SavedFilterTable {
  id: string
  teamId: string
  name: string
  /** The topic it is meant for; null for any. */
  topic: string | null
  filter: string
  createdBy: string
  createdAt: string
  updatedAt: string
}
