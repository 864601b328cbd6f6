import type { IssueText } from './issue-text.ts'
import { GET_CREDENTIALS } from './juju-issues.ts'

/** fieldIssues are about one field of one product. */
export const fieldIssues = {
  missing_field: {
    severity: 'error',
    message: '{field} is missing, or has no value.',
    advice: 'Paste the whole output of get-credentials.',
    command: GET_CREDENTIALS,
  },
  placeholder: {
    severity: 'error',
    message: '{field} holds a placeholder, not the real value.',
    advice: 'Paste the output as Juju printed it; Keystream hides the secrets itself.',
    command: GET_CREDENTIALS,
  },
  placeholder_ignored: {
    severity: 'info',
    message: '{field} holds a placeholder and was taken as missing.',
    advice: 'Paste the output as Juju printed it if this value is needed.',
    command: GET_CREDENTIALS,
  },
  shortened: {
    severity: 'error',
    message: '{field} ends or is cut with an ellipsis: it is not the whole value.',
    advice: 'Paste the output as Juju printed it, from a wider terminal or a file.',
    command: GET_CREDENTIALS,
  },
  curly_quotes: {
    severity: 'error',
    message: '{field} stands in typographic quotes, which a document or chat put in place of plain ones.',
    advice: 'Copy the output again straight from the terminal, or replace them by single quotes.',
    command: GET_CREDENTIALS,
  },
  secret_reference: {
    severity: 'error',
    message: '{field} is a reference to a Juju secret, not the secret itself.',
    advice: 'Run the action, which looks the value up, and paste its output.',
    command: GET_CREDENTIALS,
  },
  not_text: {
    severity: 'error',
    message: '{field} should be a single text, but holds a list or more fields.',
    advice: 'Put the value in single quotes if it begins with a bracket or brace.',
  },
  value_over_lines: {
    severity: 'warning',
    message: '{field} runs over several lines and was joined with a blank, as YAML says.',
    advice: 'If the terminal broke the line, paste it again from a wider one; the check will tell.',
  },
  renamed_field: {
    severity: 'info',
    message: 'An older or other name was read as {field}.',
    advice: 'Nothing to do, if the value below is right.',
  },
  unknown_field: {
    severity: 'info',
    message: 'A field that Keystream does not know is kept as a secret.',
    advice: 'Nothing to do.',
  },
  product_assumed: {
    severity: 'warning',
    message: 'The line that names the product is missing; by its fields this was read as {product}.',
    advice: 'If that is wrong, paste the whole output, with the line that names the product.',
    command: GET_CREDENTIALS,
  },
  product_unclear: {
    severity: 'error',
    message: 'The line that names the product is missing, and the fields fit more than one.',
    advice: 'Paste the whole output, with the line that names the product (such as `kafka:`).',
    command: GET_CREDENTIALS,
  },
  endpoint_invalid: {
    severity: 'error',
    message: 'An address in {field} is not of the form host:port.',
    advice: 'Paste the output as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  endpoint_without_port: {
    severity: 'error',
    message: 'An address in {field} has no port.',
    advice: 'Kafka’s addresses always have one, such as :9092. Paste the output as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  controller_port: {
    severity: 'error',
    message: 'Port {other} is where Kafka’s controllers talk among themselves; no client can use it.',
    advice: 'Use the client listener (9092 to 9096). Paste the output of get-credentials.',
    command: GET_CREDENTIALS,
  },
  internal_port: {
    severity: 'warning',
    message:
      'Port {other} is Kafka’s internal listener between brokers, which a client’s user is rarely let into.',
    advice: 'Use the client listener (9092 to 9096) that get-credentials prints.',
    command: GET_CREDENTIALS,
  },
  oauth_port: {
    severity: 'warning',
    message:
      'Port {other} is Kafka’s listener for OAUTHBEARER tokens; the user and password here are for SCRAM.',
    advice: 'Use the listener that ends in 92 or 93, or supply a token service.',
  },
  client_certificate_needed: {
    severity: 'warning',
    message: 'Port {other} is the listener for client certificates (mutual TLS).',
    advice: 'Add the client certificate and its key; get-credentials never prints them.',
  },
  protocol_unclear: {
    severity: 'warning',
    message:
      '`tls` and port {other} contradict each other, as they do while TLS is being switched on or off.',
    advice: 'Both protocols are offered; the connection check tells which one is right.',
    command: 'juju status kafka --relations',
  },
  ports_differ: {
    severity: 'warning',
    message: 'The addresses in {field} belong to different listeners.',
    advice: 'Paste the output again when Kafka has settled; the connection check tells what works now.',
    command: GET_CREDENTIALS,
  },
  tls_assumed: {
    severity: 'warning',
    message: 'The paste does not say whether TLS is on; it was concluded from the port or the certificate.',
    advice: 'The connection check tells whether that is right.',
  },
  value_not_understood: {
    severity: 'error',
    message: '{field} holds a value that Keystream does not understand.',
    advice: 'Paste the output as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  ca_missing: {
    severity: 'warning',
    message:
      'TLS is on, but the paste has no certificate of the authority that signed the brokers’ certificates.',
    advice: 'Add the CA’s certificate (PEM), unless a public authority signed them.',
    command: 'juju run self-signed-certificates/leader get-ca-certificate',
  },
  ca_unreadable: {
    severity: 'error',
    message: '{field} is not a readable certificate (PEM): it is cut or changed.',
    advice: 'Paste the whole output again; a certificate ends with the line END CERTIFICATE.',
    command: GET_CREDENTIALS,
  },
  private_key_here: {
    severity: 'error',
    message: '{field} holds a private key where a certificate belongs.',
    advice: 'Remove it from here and treat that key as exposed to whoever saw this text.',
  },
  topic_missing: {
    severity: 'warning',
    message: 'The paste names no topic.',
    advice: 'Name the topic when it is needed, or configure it and run get-credentials again.',
    command: 'juju config data-integrator topic-name=my-topic',
  },
  topic_invalid: {
    severity: 'warning',
    message: 'The topic’s name is none that Kafka accepts.',
    advice: 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -',
    command: 'juju config data-integrator topic-name=my-topic',
  },
  topics_differ: {
    severity: 'warning',
    message: '`topic` and `resource` name different topics; `topic` is used.',
    advice: 'Run get-credentials again if the topic below is not the one you want.',
    command: GET_CREDENTIALS,
  },
  topic_prefix: {
    severity: 'info',
    message: 'The grant is for every topic that begins with a prefix (the name ends in `*`).',
    advice: 'Name one concrete topic with this prefix.',
  },
  group_prefix_missing: {
    severity: 'info',
    message: 'The user is a consumer, but the paste names no consumer group prefix.',
    advice: 'Kafka’s default is the user’s name with a dash; the connection check tells.',
    command: GET_CREDENTIALS,
  },
  roles_unreadable: {
    severity: 'warning',
    message: '`data` is not readable, so the roles of this user are not known.',
    advice: 'Nothing is lost but the forecast of rights; the connection check proves them.',
    command: GET_CREDENTIALS,
  },
  same_on_units: {
    severity: 'info',
    message: 'Several units, or copies, say the same; it is shown once.',
    advice: 'Nothing to do.',
  },
  choice_needed: {
    severity: 'warning',
    message: 'The paste holds more than one credential.',
    advice: 'Choose which one is meant, by its product and unit.',
  },
  not_in_paste: {
    severity: 'error',
    message: 'What was asked for is not in this paste.',
    advice: 'Choose one of the products and units that are there.',
  },
} as const satisfies Record<string, IssueText>
