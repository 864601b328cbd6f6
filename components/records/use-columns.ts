'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { defaultColumns, formatColumns, parseColumns, type RecordColumn } from '#lib/client/record-columns.ts'

const listeners = new Set<() => void>()

export interface UseColumns {
  columns: readonly RecordColumn[]
  setColumns: (columns: readonly RecordColumn[]) => void
}

export interface ColumnsOptions {
  /** Names the topic in this browser's memory. */
  topic: string
  /** The columns that the address asks for; null when it says nothing of them. */
  asked: readonly RecordColumn[] | null
  /** Puts columns into the address; null takes them out. */
  onChange: (columns: readonly RecordColumn[] | null) => void
}

/** useColumns gives the columns of a topic's list: those of the address, else those last chosen here, else the usual ones. */
export function useColumns({ topic, asked, onChange }: ColumnsOptions): UseColumns {
  const storage = `keystream.columns.${topic}`
  const text = useSyncExternalStore(
    subscribe,
    () => read(storage),
    () => null,
  )
  const kept = useMemo(() => (text === null ? null : parseColumns(text.split('\n'))), [text])
  const setColumns = useCallback(
    (columns: readonly RecordColumn[]) => {
      const usual = formatColumns(columns).join('\n') === formatColumns(defaultColumns).join('\n')
      write(storage, usual ? null : formatColumns(columns).join('\n'))
      onChange(usual ? null : columns)
    },
    [storage, onChange],
  )
  return { columns: asked ?? kept ?? defaultColumns, setColumns }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name)
    else localStorage.setItem(name, text)
  } catch {
    // A browser that keeps nothing has the columns in the address all the same.
  }
  for (const each of listeners) each()
}
