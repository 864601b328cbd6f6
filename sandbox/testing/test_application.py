"""Writes and reads what the charms' test application does, with the options of its client.py.

Our own, for tests: the same JSON, the same consumer group, one acknowledged record after the other. Instead of
MongoDB it prints the document that would be stored, a line each; a repeated _id counts as a redelivery.
"""
import argparse
import datetime
import json
import socket
import sys
import uuid

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic
from kafka.errors import TopicAlreadyExistsError

IDLE_MS = 15_000


def read_options():
    options = argparse.ArgumentParser()
    for flags in (
        ("-t", "--topic"),
        ("-u", "--username"),
        ("-p", "--password"),
        ("-c", "--consumer-group-prefix"),
        ("-s", "--servers"),
        ("--cafile-path",),
        ("--certfile-path",),
        ("--keyfile-path",),
        ("--origin",),
    ):
        options.add_argument(*flags)
    options.add_argument("-x", "--security-protocol", default="SASL_PLAINTEXT")
    options.add_argument("-n", "--num-messages", type=int, default=15)
    options.add_argument("-r", "--replication-factor", type=int, default=1)
    options.add_argument("--num-partitions", type=int, default=5)
    options.add_argument("--producer", action="store_true")
    options.add_argument("--consumer", action="store_true")
    return options.parse_args()


def connection(options):
    tls = options.security_protocol.endswith("SSL")
    login = {}
    if options.security_protocol.startswith("SASL"):
        login = {
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": options.username,
            "sasl_plain_password": options.password,
        }
    return {
        "bootstrap_servers": options.servers.split(","),
        "security_protocol": options.security_protocol,
        "ssl_check_hostname": False,
        "ssl_cafile": options.cafile_path if tls else None,
        "ssl_certfile": options.certfile_path if tls else None,
        "ssl_keyfile": options.keyfile_path if tls else None,
        **login,
    }


def origin_of_this_machine():
    name = socket.gethostname()
    return f"{name} ({socket.gethostbyname(name)})"


def produce(options):
    admin = KafkaAdminClient(**connection(options))
    try:
        admin.create_topics([NewTopic(options.topic, options.num_partitions, options.replication_factor)])
    except TopicAlreadyExistsError:
        pass
    producer = KafkaProducer(**connection(options), retries=5)
    origin = options.origin or origin_of_this_machine()
    for number in range(options.num_messages):
        value = {
            "timestamp": datetime.datetime.now().timestamp(),
            "_id": uuid.uuid4().hex,
            "origin": origin,
            "content": f"Message #{number}",
        }
        producer.send(options.topic, json.dumps(value).encode()).get(timeout=60)
    producer.close()
    print(f"{options.num_messages} acknowledged", file=sys.stderr)


def consume(options):
    consumer = KafkaConsumer(
        options.topic,
        **connection(options),
        group_id=options.consumer_group_prefix + "1",
        auto_offset_reset="earliest",
        enable_auto_commit=True,
        consumer_timeout_ms=IDLE_MS,
    )
    origin = options.origin or origin_of_this_machine()
    seen = set()
    redelivered = 0
    for record in consumer:
        document = json.loads(record.value.decode("utf-8"))
        document["timestamp"] = datetime.datetime.now().timestamp()
        document["destination"] = origin
        document["consumer_group"] = options.consumer_group_prefix
        redelivered += document["_id"] in seen
        seen.add(document["_id"])
        print(json.dumps(document))
        consumer.commit()
        if len(seen) == options.num_messages:
            break
    consumer.close()
    print(f"{len(seen)} stored, {redelivered} redelivered", file=sys.stderr)


if __name__ == "__main__":
    chosen = read_options()
    if chosen.producer:
        produce(chosen)
    if chosen.consumer:
        consume(chosen)
