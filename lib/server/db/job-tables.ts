import 'server-only'
import type { ColumnType } from 'kysely'

/** A column that many rows leave empty. */
type Optional = ColumnType<string | null, string | null | undefined, string | null>

export interface JobTable {
  id: string
  teamId: string
  profileId: string
  profileName: string
  profileVersion: number
  kind: string
  name: string
  spec: string
  state: string
  progress: string | null
  result: string | null
  error: string | null
  createdAt: string
  createdBy: string
  createdById: string | null
  startedAt: string | null
  endedAt: string | null
  /** When somebody asked to cancel it: the server that works on it looks here. */
  cancelAskedAt: string | null
  /** What a search looks through, in small letters: name, id, who, profile, topic; cut to 500 characters. */
  search: ColumnType<string, string | undefined, string>
  /** JobNotify as JSON. */
  notify: Optional
  /** The schedule that started it. */
  scheduleId: Optional
  /** The job whose rest this one does. */
  resumedFrom: Optional
}

export interface JobEventTable {
  jobId: string
  sequence: number
  at: string
  body: string
}

export interface JobTemplateTable {
  id: string
  teamId: string
  name: string
  kind: string
  /** The profile it was made on; null for any, or when that is gone. */
  profileId: string | null
  spec: string
  createdBy: string
  createdAt: string
  updatedAt: string
}

export interface JobScheduleTable {
  id: string
  teamId: string
  name: string
  kind: string
  profileId: string
  spec: string
  notify: string | null
  cron: string
  timeZone: string
  missed: string
  /** `active`, `paused` by somebody, `stopped` by us, with a reason. */
  state: string
  stopReason: string | null
  /** When it is due; null unless active. Who takes a run changes it, so that one server does. */
  nextAt: string | null
  lastAt: string | null
  lastJobId: string | null
  /** What became of the last due time. */
  lastWord: string | null
  /** Due times left out because the former job still ran, and because no server was up. */
  overlapped: number
  skipped: number
  createdBy: string
  createdAt: string
  updatedAt: string
  /** As whom it runs: asked again at each run whether they still may. */
  ownerId: string
  ownerName: string
  ownerTokenId: string | null
}

export interface JobWebhookTable {
  id: string
  teamId: string
  profileId: string
  /** Below zero: the version number under which address and key are sealed with the profile's secrets. */
  slot: number
  name: string
  origin: string
  createdBy: string
  createdAt: string
}

/** A word about a job's end. `nextAt` is when it is tried next: null when it was sent, or given up. */
interface JobNoticeTable {
  id: string
  jobId: string
  channel: string
  webhookId: string | null
  attempts: number
  nextAt: string | null
  sentAt: string | null
  /** Why the last attempt failed. */
  problem: string | null
  createdAt: string
}

export interface JobTables {
  job: JobTable
  jobEvent: JobEventTable
  jobTemplate: JobTemplateTable
  jobSchedule: JobScheduleTable
  jobWebhook: JobWebhookTable
  jobNotice: JobNoticeTable
}
