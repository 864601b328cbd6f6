import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ApiErrorSchema } from '#lib/shared/error-code.ts'
import type { Compression } from '#lib/shared/record.ts'
import {
  ExportProgressSchema,
  type exportFormats,
  type ImportFormat,
  type ImportResult,
  ImportResultSchema,
} from '#lib/shared/record-export.ts'
import { ApiFailure, fetchJson, request, unreachable, unreadable } from '../api.ts'
import { type RecordAddress, recordQueryOf } from '../record-address.ts'
import { profilePath, profilesKey } from './profiles.ts'
import { recordsPath } from './records.ts'

export type ExportFormat = (typeof exportFormats)[number]

/** How often a running export is asked how far it is. */
const ASK_EVERY_MS = 500

interface ExportPlace {
  team: string
  profile: string
  /** The name under which the export can be asked for; a UUID. */
  name: string
}

/** exportPath is where the browser gets what an address finds as a file; a live range ends at what is there now. */
export function exportPath(
  { team, profile, name }: ExportPlace,
  { address, topic, format }: { address: RecordAddress; topic: string; format: ExportFormat },
): string {
  const query = recordQueryOf(address)
  query.delete('max_value_bytes')
  if (query.get('to') === 'live') query.delete('to')
  query.set('format', format)
  query.set('export', name)
  return `${recordsPath(team, profile, topic)}/export?${query}`
}

/** exportQuery asks how far an export is, until it has ended. */
export function exportQuery({ team, profile, name }: ExportPlace) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'export', profile, name],
    queryFn: ({ signal }) =>
      fetchJson(ExportProgressSchema, `${profilePath(team, profile)}/exports/${name}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'running' ? ASK_EVERY_MS : false,
    // It is known once the browser's own request has arrived.
    retry: 10,
    retryDelay: ASK_EVERY_MS,
  })
}

export async function cancelExport({ team, profile, name }: ExportPlace): Promise<void> {
  await request(`${profilePath(team, profile)}/exports/${name}`, { method: 'DELETE' })
}

const ErrorBodySchema = z.object({ error: ApiErrorSchema })

export interface ImportWish {
  format: ImportFormat
  onBad: 'stop' | 'skip'
  compression: Compression
  /** How records are made around the file's values; null for an export, which has all of its own. */
  shape: object | null
}

const types = {
  export: 'application/x-ndjson',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  lines: 'text/plain',
} as const satisfies Record<ImportFormat, string>

/** importFile sends a file whose records are to be written. `onSent` is told how many bytes have left. Throws ApiFailure. */
export function importFile(options: {
  team: string
  profile: string
  topic: string
  file: Blob
  wish: ImportWish
  onSent: (bytes: number) => void
  signal: AbortSignal
}): Promise<ImportResult> {
  const { team, profile, topic, file, wish, onSent, signal } = options
  const { format, onBad, compression, shape } = wish
  const query = new URLSearchParams({ format, on_bad: onBad, compression })
  if (shape !== null && Object.keys(shape).length > 0) query.set('shape', JSON.stringify(shape))
  return new Promise((resolve, reject) => {
    // fetch tells nothing of how much of a body has left.
    const sending = new XMLHttpRequest()
    sending.open('POST', `${recordsPath(team, profile, topic)}/import?${query}`)
    sending.setRequestHeader('Content-Type', types[format])
    sending.upload.onprogress = ({ loaded }) => onSent(loaded)
    sending.onerror = () => reject(unreachable(undefined))
    sending.onabort = () => reject(new DOMException('The import was ended.', 'AbortError'))
    sending.onload = () => {
      try {
        const body: unknown = JSON.parse(sending.responseText)
        if (sending.status < 300) resolve(ImportResultSchema.parse(body))
        else reject(new ApiFailure(ErrorBodySchema.parse(body).error, sending.status))
      } catch (cause) {
        reject(unreadable(sending.status, cause))
      }
    }
    signal.addEventListener('abort', () => sending.abort(), { once: true })
    sending.send(file)
  })
}
