export interface GeneratorHelp {
  /** As it stands in a template, with usual arguments. */
  readonly insert: string
  readonly says: string
}

/** generatorHelp lists every generator by what it is about, for pages and `--help`. */
export const generatorHelp: readonly {
  readonly title: string
  readonly generators: readonly GeneratorHelp[]
}[] = [
  {
    title: 'Identity',
    generators: [
      { insert: '{{uuid}}', says: 'a random UUID' },
      { insert: '{{sequence}}', says: 'the record’s number, from 0' },
      { insert: '{{sequence 100 10}}', says: 'where to begin, how far to go on each time' },
      { insert: '{{randomHex 8}}', says: 'so many hexadecimal digits' },
    ],
  },
  {
    title: 'Time, in UTC',
    generators: [
      { insert: '{{now}}', says: 'as ISO 8601' },
      {
        insert: "{{now 'yyyy-MM-dd HH:mm:ss'}}",
        says: 'in a format of yyyy MM dd HH mm ss SSS; also ms, seconds',
      },
      { insert: '{{timestamp}}', says: 'now, milliseconds since 1970' },
      { insert: '{{unixSeconds}}', says: 'now, seconds since 1970 with decimals' },
      { insert: '{{past 30d}}', says: 'by chance within so long before now; s, m, h, d' },
      { insert: '{{past 12h ms}}', says: 'the same in another format' },
    ],
  },
  {
    title: 'Numbers',
    generators: [
      { insert: '{{randomInt 1 100}}', says: 'a whole number, each as likely' },
      { insert: '{{randomFloat 0 1 2}}', says: 'a number, each as likely; with decimals' },
      { insert: '{{normal 100 15 1}}', says: 'mean, standard deviation, decimals' },
      { insert: '{{exponential 5 2}}', says: 'mean, decimals: such as waiting times' },
      { insert: '{{zipf 1000 1}}', says: 'ranks, exponent: few are frequent, many rare' },
      { insert: '{{randomBoolean}}', says: 'true or false' },
    ],
  },
  {
    title: 'Texts',
    generators: [
      { insert: '{{choice red green blue}}', says: "one of a list; with blanks in quotes: 'dark red'" },
      { insert: '{{weighted paid 90 refused 10}}', says: 'one of a list by weight' },
      { insert: "{{regex '[A-Z]{3}-\\d{4}'}}", says: 'what a regular expression matches' },
      { insert: '{{letters 5 10}}', says: 'so many letters, at least and at most' },
      { insert: '{{words 3 8}}', says: 'so many words' },
      { insert: '{{sentence}}', says: 'a sentence' },
    ],
  },
  {
    title: 'People and places',
    generators: [
      { insert: '{{fullName}}', says: 'Ada Lovelace' },
      { insert: '{{firstName}}', says: 'Ada' },
      { insert: '{{lastName}}', says: 'Lovelace' },
      { insert: '{{jobTitle}}', says: 'Senior Data Engineer' },
      { insert: '{{email}}', says: 'an address at example.com' },
      { insert: '{{userName}}', says: 'Ada_Lovelace12' },
      { insert: '{{phone}}', says: '+1 and ten digits' },
      { insert: '{{street}}', says: '12 Mill Road' },
      { insert: '{{city}}', says: 'Springfield' },
      { insert: '{{zipCode}}', says: '12345' },
      { insert: '{{state}}', says: 'Vermont' },
      { insert: '{{country}}', says: 'Finland' },
      { insert: '{{countryCode}}', says: 'FI' },
      { insert: '{{latitude}}', says: '-90 to 90' },
      { insert: '{{longitude}}', says: '-180 to 180' },
    ],
  },
  {
    title: 'Trade and networks',
    generators: [
      { insert: '{{company}}', says: 'Smith and Sons' },
      { insert: '{{department}}', says: 'Garden' },
      { insert: '{{product}}', says: 'Handmade Wooden Chair' },
      { insert: '{{price}}', says: '12.50' },
      { insert: '{{currency}}', says: 'EUR' },
      { insert: '{{iban}}', says: 'a right check sum' },
      { insert: '{{creditCard}}', says: 'a right check sum' },
      { insert: '{{color}}', says: 'teal' },
      { insert: '{{ipv4}}', says: '10.1.2.3' },
      { insert: '{{ipv6}}', says: 'eight groups' },
      { insert: '{{macAddress}}', says: 'six bytes' },
      { insert: '{{domain}}', says: 'a host’s name' },
      { insert: '{{url}}', says: 'https://…' },
      { insert: '{{userAgent}}', says: 'what a browser calls itself' },
    ],
  },
]
