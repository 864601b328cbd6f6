import { joinLines } from '../join-lines.ts'
import type { SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE, type SnippetParts } from '../snippet-parts.ts'
import { pythonFiles, pythonPassword, quotePython as quote } from './python.ts'

/** 2.2 and 2.3 die at the first record that they consume. */
export const KAFKA_PYTHON_VERSION = '3.0.12'

/** pythonKafkaSnippet is a program with kafka-python, which is Python alone. */
export function pythonKafkaSnippet(context: SnippetContext): SnippetParts {
  const { sasl, tls } = context
  return {
    files: pythonFiles(context, {
      settings: joinLines(
        'CONNECTION = {',
        `    "bootstrap_servers": [${context.servers.map(quote).join(', ')}],`,
        `    "security_protocol": ${quote(context.protocol)},`,
        sasl && `    "sasl_mechanism": ${quote(sasl.mechanism)},`,
        sasl && `    "sasl_plain_username": ${quote(sasl.username)},`,
        sasl && `    "sasl_plain_password": ${pythonPassword(context)},`,
        tls?.ca === true && `    "ssl_cafile": "${CA_FILE}",`,
        tls?.client === true && `    "ssl_certfile": "${CERTIFICATE_FILE}",`,
        tls?.client === true && `    "ssl_keyfile": "${KEY_FILE}",`,
        tls && `    "ssl_check_hostname": ${tls.verifyHostname ? 'True' : 'False'},`,
        '}',
      ),
      produce,
      consume: consume(context.group),
    }),
    install: ['python3 -m venv .venv', `.venv/bin/pip install kafka-python==${KAFKA_PYTHON_VERSION}`],
    produce: '.venv/bin/python produce.py 10',
    consume: '.venv/bin/python consume.py',
    notes: ['kafka-python 2.2 and 2.3 end with an error at the first record: take another release.'],
  }
}

const produce = `"""Writes records and waits until each is acknowledged: produce.py [COUNT]"""
import json
import sys

from kafka import KafkaProducer

from settings import CONNECTION, TOPIC

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
producer = KafkaProducer(**CONNECTION, acks="all", enable_idempotence=True)
try:
    sent = [
        producer.send(TOPIC, key=f"key-{i}".encode(), value=json.dumps({"number": i}).encode())
        for i in range(count)
    ]
    for each in sent:
        each.get(timeout=30)  # Raises what the broker refused.
finally:
    producer.close()
print(f"{len(sent)} records acknowledged")
`

const consume = (
  group: string,
) => `"""Reads records in a consumer group and commits what it has read: consume.py [COUNT], else until Ctrl-C"""
import sys

from kafka import KafkaConsumer

from settings import CONNECTION, TOPIC

count = int(sys.argv[1]) if len(sys.argv) > 1 else None
consumer = KafkaConsumer(
    TOPIC,
    **CONNECTION,
    group_id=${quote(group)},
    auto_offset_reset="earliest",
    enable_auto_commit=False,
)
read = 0
try:
    for record in consumer:
        key, value = ((part or b"").decode("utf-8", "replace") for part in (record.key, record.value))
        print(f"{record.partition}:{record.offset} {key} {value}")
        read += 1
        if read % 100 == 0 or read == count:
            consumer.commit()
        if read == count:
            break
except KeyboardInterrupt:
    consumer.commit()
finally:
    consumer.close()
print(f"{read} records read")
`
