import { type FieldPath, parseFieldPath } from './field-path.ts'

/** What a record has beside its contents, as columns of the list. */
export const plainColumns = ['partition', 'offset', 'time', 'key', 'value', 'size'] as const
export type PlainColumn = (typeof plainColumns)[number]

/** RecordColumn is one column of the list: a plain one, or a field by its path; width in pixels, null as it comes. */
export interface RecordColumn {
  readonly name: string
  readonly width: number | null
}

/** More than this is not looked at side by side. */
export const MAX_COLUMNS = 24
export const MIN_COLUMN_WIDTH = 32
export const MAX_COLUMN_WIDTH = 1600

export const defaultColumns: readonly RecordColumn[] = plainColumns.map((name) => ({ name, width: null }))

/** fieldOfColumn gives the path of a column that shows a field; null for a plain one. */
export function fieldOfColumn(name: string): FieldPath | null {
  return isPlain(name) ? null : parseFieldPath(name)
}

function isPlain(name: string): name is PlainColumn {
  return plainColumns.some((plain) => plain === name)
}

/** parseColumns reads columns as they stand in an address, each `name` or `name@width`; null when none makes sense. */
export function parseColumns(texts: readonly string[]): readonly RecordColumn[] | null {
  const found = new Map<string, RecordColumn>()
  for (const text of texts.slice(0, MAX_COLUMNS)) {
    const [, name = '', width] = /^(.*?)(?:@(\d{1,4}))?$/s.exec(text) ?? []
    if (!isPlain(name) && parseFieldPath(name) === null) continue
    found.set(name, { name, width: width === undefined ? null : boundWidth(Number(width)) })
  }
  return found.size === 0 ? null : [...found.values()]
}

/** formatColumns is the other way. */
export function formatColumns(columns: readonly RecordColumn[]): string[] {
  return columns.map(({ name, width }) => (width === null ? name : `${name}@${width}`))
}

/** boundWidth keeps a width where it can still be seen and taken hold of. */
export function boundWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, MIN_COLUMN_WIDTH), MAX_COLUMN_WIDTH))
}

/** addColumn puts a column before the value, or at the end; one that is there already stays as it is. */
export function addColumn(columns: readonly RecordColumn[], name: string): readonly RecordColumn[] {
  if (columns.some((each) => each.name === name) || columns.length >= MAX_COLUMNS) return columns
  const at = columns.findIndex((each) => each.name === 'value')
  return columns.toSpliced(at < 0 ? columns.length : at, 0, { name, width: null })
}

/** removeColumn takes a column away; the last one stays, since a list without columns shows nothing. */
export function removeColumn(columns: readonly RecordColumn[], name: string): readonly RecordColumn[] {
  return columns.length < 2 ? columns : columns.filter((each) => each.name !== name)
}

/** moveColumn moves a column by some places; at either end it stays. */
export function moveColumn(
  columns: readonly RecordColumn[],
  name: string,
  by: number,
): readonly RecordColumn[] {
  const from = columns.findIndex((each) => each.name === name)
  const column = columns[from]
  if (column === undefined) return columns
  const to = Math.min(Math.max(from + by, 0), columns.length - 1)
  return columns.toSpliced(from, 1).toSpliced(to, 0, column)
}

/** resizeColumn sets a column's width in pixels; null gives it back its own. */
export function resizeColumn(
  columns: readonly RecordColumn[],
  name: string,
  width: number | null,
): readonly RecordColumn[] {
  const bound = width === null ? null : boundWidth(width)
  return columns.map((each) => (each.name === name ? { ...each, width: bound } : each))
}
