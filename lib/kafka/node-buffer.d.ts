/**
 * Methods that every Buffer of Node has and its types leave out: `toString` and `write` for one encoding each, without
 * the look-up of its name, which counts where each record takes several of them.
 */
interface Buffer {
  utf8Slice(start: number, end: number): string
  latin1Slice(start?: number, end?: number): string
  base64Slice(start: number, end: number): string
  latin1Write(text: string, offset: number): number
  utf8Write(text: string, offset: number): number
}
