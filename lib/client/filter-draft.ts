import type { FilterSpec } from '#lib/shared/filter.ts'
import { filterPlaces, type RecordAddress } from './record-address.ts'

export const filterModes = ['text', 'regex', 'expr'] as const
export type FilterMode = (typeof filterModes)[number]

/** FilterParts is the filter as the page's address holds it; an empty text asks for nothing. */
export type FilterParts = Pick<
  RecordAddress,
  'filterText' | 'filterRegex' | 'filterExpr' | 'filterIn' | 'anyCase'
>

const partNames = { text: 'filterText', regex: 'filterRegex', expr: 'filterExpr' } as const

/** filterPartsOf gives the filter alone of an address. */
export function filterPartsOf(address: FilterParts): FilterParts {
  const { filterText, filterRegex, filterExpr, filterIn, anyCase } = address
  return { filterText, filterRegex, filterExpr, filterIn, anyCase }
}

export function isFiltered({ filterText, filterRegex, filterExpr }: FilterParts): boolean {
  return filterText !== '' || filterRegex !== '' || filterExpr !== ''
}

/** modeOf gives the mode that is shown first: the one that says most of those in use. */
export function modeOf(parts: FilterParts): FilterMode {
  if (parts.filterExpr !== '') return 'expr'
  return parts.filterRegex !== '' ? 'regex' : 'text'
}

export function textOf(parts: FilterParts, mode: FilterMode): string {
  return parts[partNames[mode]]
}

/** withText puts a text into one mode and leaves the others, which must hold as well, as they are. */
export function withText(parts: FilterParts, mode: FilterMode, text: string): FilterParts {
  return { ...parts, [partNames[mode]]: text }
}

/** specOf gives the filter as the API takes it, or null for every record. */
export function specOf(parts: FilterParts): FilterSpec | null {
  if (!isFiltered(parts)) return null
  const { filterText, filterRegex, filterExpr, filterIn, anyCase } = parts
  return {
    ...(filterText !== '' && { text: filterText }),
    ...(filterRegex !== '' && { regex: filterRegex }),
    ...(filterExpr !== '' && { expr: filterExpr }),
    in: [...filterIn],
    ...(anyCase && { case: 'insensitive' as const }),
  }
}

export function partsOfSpec(spec: FilterSpec): FilterParts {
  return {
    filterText: spec.text ?? '',
    filterRegex: spec.regex ?? '',
    filterExpr: spec.expr ?? '',
    filterIn: filterPlaces.filter((place) => spec.in.includes(place)),
    anyCase: spec.case === 'insensitive',
  }
}
