/** PasteDocument is one document of a text, and the line of the text on which it begins. */
export interface PasteDocument {
  readonly text: string
  readonly firstLine: number
}

/** A line of three dashes is YAML's mark between documents; a PEM block has five and a word behind them. */
const MARK = /^---\s*$/

/**
 * splitDocuments cuts a text at YAML's marks between documents, so that the outputs of many commands can stand in one
 * file. Empty documents are left out; a text without a mark is one document.
 */
export function splitDocuments(text: string): PasteDocument[] {
  const documents: PasteDocument[] = []
  let lines: string[] = []
  let firstLine = 1
  const close = (next: number): void => {
    if (lines.some((line) => line.trim() !== '')) documents.push({ text: lines.join('\n'), firstLine })
    lines = []
    firstLine = next
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (MARK.test(line)) close(index + 2)
    else lines.push(line)
  }
  close(0)
  return documents
}
