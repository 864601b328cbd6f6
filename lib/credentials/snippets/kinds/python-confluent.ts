import { joinLines } from '../join-lines.ts'
import type { SnippetContext } from '../snippet-context.ts'
import type { SnippetParts } from '../snippet-parts.ts'
import { librdkafkaNotes, librdkafkaSettings } from './librdkafka.ts'
import { pythonFiles, pythonPassword, quotePython as quote } from './python.ts'

/** pythonConfluentSnippet is a program with confluent-kafka, the binding to librdkafka. */
export function pythonConfluentSnippet(context: SnippetContext): SnippetParts {
  return {
    files: pythonFiles(context, {
      settings: joinLines(
        'CONNECTION = {',
        ...librdkafkaSettings(context).map(([name, value]) => `    ${quote(name)}: ${quote(value)},`),
        context.sasl && `    "sasl.password": ${pythonPassword(context)},`,
        '}',
      ),
      produce,
      consume: consume(context.group),
    }),
    install: ['python3 -m venv .venv', '.venv/bin/pip install confluent-kafka==2.16.1'],
    produce: '.venv/bin/python produce.py 10',
    consume: '.venv/bin/python consume.py',
    notes: librdkafkaNotes(context),
  }
}

const produce = `"""Writes records and waits until each is acknowledged: produce.py [COUNT]"""
import json
import sys

from confluent_kafka import Producer

from settings import CONNECTION, TOPIC

count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
errors = []


def delivered(error, record):
    if error is not None:
        errors.append(error)


producer = Producer({**CONNECTION, "acks": "all", "enable.idempotence": True})
for i in range(count):
    while True:
        try:
            producer.produce(TOPIC, key=f"key-{i}", value=json.dumps({"number": i}), on_delivery=delivered)
            break
        except BufferError:  # The queue is full: let some be delivered first.
            producer.poll(0.1)
    producer.poll(0)
left = producer.flush(30)
print(f"{count - left - len(errors)} records acknowledged")
if left or errors:
    sys.exit(f"{left} in flight, {len(errors)} refused: {errors[:1]}")
`

const consume = (
  group: string,
) => `"""Reads records in a consumer group and commits what it has read: consume.py [COUNT], else until Ctrl-C"""
import sys

from confluent_kafka import Consumer, KafkaException

from settings import CONNECTION, TOPIC

count = int(sys.argv[1]) if len(sys.argv) > 1 else None
consumer = Consumer({
    **CONNECTION,
    "group.id": ${quote(group)},
    "auto.offset.reset": "earliest",
    "enable.auto.offset.store": False,  # Only what was handled is committed.
})
read = 0
try:
    consumer.subscribe([TOPIC])
    while count is None or read < count:
        record = consumer.poll(1.0)
        if record is None:
            continue
        if record.error():
            raise KafkaException(record.error())
        key, value = ((part or b"").decode("utf-8", "replace") for part in (record.key(), record.value()))
        print(f"{record.partition()}:{record.offset()} {key} {value}")
        consumer.store_offsets(record)
        read += 1
except KeyboardInterrupt:
    pass
finally:
    consumer.close()  # Commits, and leaves the group.
print(f"{read} records read")
`
