import type { Attempt } from '#lib/shared/decoder.ts'
import type { Bytes } from '#lib/shared/record.ts'
import { decoderName } from './decoder-names.ts'

/** DecoderReasons says which decoder read the bytes, or why none did, and what was tried. */
export function DecoderReasons({ bytes }: { bytes: Bytes }) {
  const { decoder, decodedTruncated, decodeError, tried = [] } = bytes
  if (decoder !== undefined) {
    return (
      <div className="text-xs text-muted">
        <p>
          Read as {decoderName(decoder)}
          {decodedTruncated === true && '; large, so that a part is left out here'}.
        </p>
        {tried.length > 0 && <Tried summary="Why not as something else" tried={tried} />}
      </div>
    )
  }
  if (decodeError === undefined) return null
  return (
    <div className="text-xs text-muted">
      <p>No decoder reads it; these are its bytes.</p>
      {decodeError.tried.length > 0 && <Tried summary="Why not" tried={decodeError.tried} />}
    </div>
  )
}

function Tried({ summary, tried }: { summary: string; tried: readonly Attempt[] }) {
  return (
    <details>
      <summary className="cursor-pointer">{summary}</summary>
      <ul className="mt-1 flex flex-col gap-0.5 border-l-2 border-line pl-2">
        {tried.map(({ decoder, reason }) => (
          <li key={decoder}>
            <span className="font-medium">{decoderName(decoder)}</span>: {reason}
          </li>
        ))}
      </ul>
    </details>
  )
}
