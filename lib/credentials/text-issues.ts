import type { IssueText } from './issue-text.ts'
import { GET_CREDENTIALS } from './juju-issues.ts'

/** textIssues are about the text itself: what can't be read, and what was understood with a little help. */
export const textIssues = {
  empty: {
    severity: 'error',
    message: 'There is nothing here yet.',
    advice: 'Paste the whole output of get-credentials.',
    command: GET_CREDENTIALS,
  },
  too_large: {
    severity: 'error',
    message: 'The text is larger than 64 KiB; the output of get-credentials is 1 to 25 KiB.',
    advice: 'Paste only the output of get-credentials.',
    command: GET_CREDENTIALS,
  },
  too_many_parts: {
    severity: 'error',
    message: 'The text has more fields, lists and words than any output of get-credentials.',
    advice: 'Paste only the output of get-credentials.',
    command: GET_CREDENTIALS,
  },
  too_deep: {
    severity: 'error',
    message: 'The text is nested deeper than any output of get-credentials.',
    advice: 'Paste the output as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  not_an_output: {
    severity: 'error',
    message: 'This does not look like the output of get-credentials.',
    advice: 'Paste the whole output, from the line `kafka:` to the line `ok: "True"`.',
    command: GET_CREDENTIALS,
  },
  control_character: {
    severity: 'error',
    message: 'There is an invisible control character on this line.',
    advice: 'Copy the output again straight from the terminal, or send it to a file and use that.',
    command: `${GET_CREDENTIALS} > credentials.txt`,
  },
  invisible_character: {
    severity: 'error',
    message:
      'There is an invisible or direction-changing character on this line, which could hide what the text says.',
    advice: 'Copy the output again straight from the terminal, not from a formatted document or chat.',
    command: `${GET_CREDENTIALS} > credentials.txt`,
  },
  no_break_space: {
    severity: 'error',
    message: 'There is a no-break space on this line; a chat or document put it in place of a blank.',
    advice: 'Copy the output again straight from the terminal, or replace it by an ordinary blank.',
    command: `${GET_CREDENTIALS} > credentials.txt`,
  },
  not_yaml: {
    severity: 'error',
    message: 'This line can’t be read as YAML or JSON.',
    advice: 'Paste the output as Juju printed it, with its indentation.',
    command: GET_CREDENTIALS,
  },
  quote_the_value: {
    severity: 'error',
    message: '{field} holds characters that YAML reads as something else (such as & * ! @ # % or a colon).',
    advice: 'Put the value in single quotes, and double every single quote inside it.',
  },
  unclosed: {
    severity: 'error',
    message: 'A quote or bracket is opened here and never closed: the text was cut, or a line is missing.',
    advice: 'Paste the whole output again.',
    command: GET_CREDENTIALS,
  },
  broken_line: {
    severity: 'error',
    message: 'A quoted JSON text is broken over two lines here, as a narrow terminal does.',
    advice: 'Send the output to a file and use that, so that no line is broken.',
    command: `${GET_CREDENTIALS} --format json > credentials.json`,
  },
  duplicate_key: {
    severity: 'error',
    message: '{field} stands twice in one place, so it is not clear which one counts.',
    advice: 'Paste one output of get-credentials as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  forbidden_key: {
    severity: 'error',
    message: 'There is a field on this line that no output of get-credentials has.',
    advice: 'Paste the output as Juju printed it.',
    command: GET_CREDENTIALS,
  },
  tab_indentation: {
    severity: 'info',
    message: 'The lines are indented by tabs; each was read as two blanks.',
    advice: 'Nothing to do, if the fields below are right.',
  },
  repaired_indentation: {
    severity: 'info',
    message: 'The indentation was lost in copying; the fields were read as they stand.',
    advice: 'Nothing to do, if the fields below are right.',
  },
  ignored_lines: {
    severity: 'info',
    message: 'Text from this line on that is no part of the output was left out.',
    advice: 'Nothing to do, if the fields below are right.',
  },
  ellipsis_line: {
    severity: 'info',
    message: 'A line of dots stands here: something was left out of the output.',
    advice: 'Paste the whole output if a field is missing below.',
    command: GET_CREDENTIALS,
  },
} as const satisfies Record<string, IssueText>
