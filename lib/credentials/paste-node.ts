/**
 * PasteNode is a value of the paste as our own walk saw it. Maps, not objects: a key of the paste can never reach a
 * prototype. `refused` stands for a value about which there is an issue already.
 */
export type PasteNode = PasteMap | PasteList | PasteText | { readonly kind: 'refused'; readonly line: number }

export interface PasteMap {
  readonly kind: 'map'
  readonly line: number
  readonly entries: ReadonlyMap<string, PasteEntry>
  /** True when a key was refused, so that what is left is not the whole. */
  readonly broken: boolean
}

export interface PasteEntry {
  readonly key: string
  readonly line: number
  readonly node: PasteNode
}

export interface PasteList {
  readonly kind: 'list'
  readonly line: number
  readonly items: readonly PasteNode[]
}

export interface PasteText {
  readonly kind: 'text'
  readonly line: number
  /** Byte for byte what stands in the paste, after YAML's own unquoting. */
  readonly text: string
  readonly style: 'plain' | 'quoted' | 'block'
  readonly severalLines: boolean
}
