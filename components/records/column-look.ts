import { MIN_COLUMN_WIDTH, plainColumns, type RecordColumn } from '#lib/client/record-columns.ts'
import type { TimeStyle } from '#lib/client/time-style.ts'

/** Pixels between two columns, and at either edge of a row. */
const GAP = 12
const FIELD_WIDTH = 150
/** Narrower than this, a value says nothing. */
const VALUE_MIN_WIDTH = 200

const labels: Readonly<Record<string, string>> = {
  partition: 'P',
  offset: 'Offset',
  time: 'Time',
  key: 'Key',
  value: 'Value',
  size: 'Size',
}

/** columnLabel is what stands above a column: a word, or a field's path without `value.` before it. */
export function columnLabel(name: string): string {
  return labels[name] ?? name.replace(/^value\./, '').replace(/^headers\["(.*)"\]$/, '$1')
}

/** columnName says which column is meant where there is room for words. */
export function columnName(name: string): string {
  return name === 'partition' ? 'Partition' : (labels[name] ?? name)
}

/** isRightAligned: numbers of one kind are compared digit by digit. */
export function isRightAligned(name: string): boolean {
  return name === 'offset' || name === 'size'
}

const timeWidths: Readonly<Record<string, number>> = { relative: 84, epoch: 108 }

/** columnWidth is the width that a column has, in pixels: the one chosen, or its own; for the value the least. */
export function columnWidth({ name, width }: RecordColumn, times: TimeStyle): number {
  if (width !== null) return width
  switch (name) {
    case 'partition':
      return MIN_COLUMN_WIDTH
    case 'offset':
      return 104
    case 'time':
      return timeWidths[times] ?? 168
    case 'key':
      return 128
    case 'value':
      return VALUE_MIN_WIDTH
    case 'size':
      return 112
    default:
      return FIELD_WIDTH
  }
}

/** columnTracks gives CSS Grid's columns; the value takes what is left, or else nothing does. */
export function columnTracks(columns: readonly RecordColumn[], times: TimeStyle): string {
  const tracks = columns.map((column) => {
    const width = columnWidth(column, times)
    return column.name === 'value' && column.width === null ? `minmax(${width}px,1fr)` : `${width}px`
  })
  return [...tracks, ...(tracks.some((track) => track.includes('fr')) ? [] : ['minmax(0,1fr)'])].join(' ')
}

/** rowWidth is the least width of a row, in pixels; a narrower list scrolls sideways. */
export function rowWidth(columns: readonly RecordColumn[], times: TimeStyle): number {
  return columns.reduce((sum, column) => sum + columnWidth(column, times) + GAP, GAP)
}

/** offeredColumns are the plain columns that a list does not show yet. */
export function offeredColumns(columns: readonly RecordColumn[]): readonly string[] {
  return plainColumns.filter((name) => !columns.some((each) => each.name === name))
}
