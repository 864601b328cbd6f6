import fc from 'fast-check'

/** What some language, shell or file format takes for its own, and what tools like to change. */
const oddCharacters = [
  ...[
    '"',
    "'",
    '\\',
    '$',
    ',',
    ':',
    '=',
    '#',
    '!',
    '%',
    '&',
    '{',
    '}',
    '(',
    ')',
    '<',
    '>',
    '`',
    ';',
    '*',
    '?',
  ],
  ...[' ', '  ', '\t', '${x}', '\\u0041', '\\n', '%s', '{{', '//', '/*', '#{', '\\=', '\\:'],
  ...['é', 'ß', '漢', '🔑', '\u00a0', '\u200b', '\u2028', '\u202e', '\u0085', '\ufeff', '\u0001', '\u007f'],
  ...['a', 'u', 'x', 'n', '0', '7'],
]

/** oddTexts are passwords of one line that could go wrong in client code; any of Unicode's lower characters too. */
export const oddTexts = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...oddCharacters) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 0xffff }).map((code) => String.fromCharCode(code)) },
    ),
    { maxLength: 12 },
  )
  .map((parts) =>
    parts
      .join('')
      .toWellFormed()
      .replace(/[\n\r]/g, '-'),
  )
