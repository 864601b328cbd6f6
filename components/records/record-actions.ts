'use client'

import { createContext, useContext } from 'react'
import type { FieldPath } from '#lib/client/field-path.ts'

/** RecordActions is what can be done with a part of a record where it is shown. */
export interface RecordActions {
  /** Shows a field as a column of the list. */
  column: (path: FieldPath) => void
  /** Shows only records whose field has this value, given as JSON, numbers with all their digits. */
  filter: (path: FieldPath, json: string) => void
}

const Actions = createContext<RecordActions | null>(null)

/** RecordActionsProvider says what the fields beneath it can be used for. */
export const RecordActionsProvider = Actions.Provider

/** useRecordActions gives what a field can be used for; null where a record stands without a list. */
export function useRecordActions(): RecordActions | null {
  return useContext(Actions)
}
