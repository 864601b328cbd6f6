/**
 * jaasConfig writes the log-in that Kafka's Java clients take. Its reader is Java's StreamTokenizer, to which only a
 * backslash and a quote are special within quotes; a value that comes from a reference (`${env:…}`) is given as raw.
 */
export function jaasConfig(
  username: string,
  password: { readonly text: string } | { readonly raw: string },
): string {
  const secret = 'raw' in password ? password.raw : jaasText(password.text)
  return `org.apache.kafka.common.security.scram.ScramLoginModule required username="${jaasText(username)}" password="${secret}";`
}

function jaasText(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
