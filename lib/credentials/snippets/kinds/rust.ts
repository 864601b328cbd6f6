import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import type { SnippetParts } from '../snippet-parts.ts'
import { librdkafkaNotes, librdkafkaSettings } from './librdkafka.ts'

const quote = (text: string) => quoteText('rust', text)

/** rustSnippet is a crate with rdkafka, the binding to librdkafka. */
export function rustSnippet(context: SnippetContext): SnippetParts {
  const { produces, consumes } = context
  return {
    files: [
      { name: 'Cargo.toml', text: cargo },
      { name: 'src/settings.rs', text: settings(context), login: true },
      { name: 'src/main.rs', text: main(context) },
      ...(produces ? [{ name: 'src/produce.rs', text: produce }] : []),
      ...(consumes ? [{ name: 'src/consume.rs', text: consume(context.group) }] : []),
    ],
    install: ['cargo build'],
    produce: 'cargo run -q -- produce 10',
    consume: 'cargo run -q -- consume',
    notes: [
      'The build compiles librdkafka: it needs a C compiler, make and OpenSSL’s headers (libssl-dev), and takes minutes once.',
      ...librdkafkaNotes(context),
    ],
  }
}

const cargo = `[package]
name = "kafka-example"
version = "0.1.0"
edition = "2021"

[dependencies]
rdkafka = { version = "0.39", features = ["ssl"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread", "signal", "time"] }
`

function settings(context: SnippetContext): string {
  const { sasl, password } = context
  return joinLines(
    'use rdkafka::ClientConfig;',
    '',
    `pub const TOPIC: &str = ${quote(context.topic)};`,
    '',
    '/// Where the cluster is, and who logs in.',
    'pub fn connection() -> ClientConfig {',
    '    let mut config = ClientConfig::new();',
    ...librdkafkaSettings(context).map(([name, value]) => `    config.set(${quote(name)}, ${quote(value)});`),
    sasl &&
      password === null &&
      `    let password = std::env::var("${PASSWORD_VARIABLE}").expect("set ${PASSWORD_VARIABLE}");`,
    sasl && `    config.set("sasl.password", ${password === null ? 'password' : quote(password)});`,
    '    config',
    '}',
  )
}

function main({ produces, consumes }: SnippetContext): string {
  const words = [...(produces ? ['produce'] : []), ...(consumes ? ['consume'] : [])]
  return joinLines(
    consumes && 'mod consume;',
    produces && 'mod produce;',
    'mod settings;',
    '',
    '#[tokio::main]',
    'async fn main() -> Result<(), Box<dyn std::error::Error>> {',
    '    let mut words = std::env::args().skip(1);',
    '    let verb = words.next().unwrap_or_default();',
    '    let count: Option<u64> = words.next().map(|word| word.parse()).transpose()?;',
    '    match verb.as_str() {',
    ...words.map((word) => `        "${word}" => ${word}::run(count).await,`),
    `        _ => Err("usage: ${words.join('|')} [COUNT]".into()),`,
    '    }',
    '}',
  )
}

const produce = `use std::time::Duration;

use rdkafka::producer::{FutureProducer, FutureRecord};

use crate::settings::{connection, TOPIC};

/// Writes records and waits until each is acknowledged.
pub async fn run(count: Option<u64>) -> Result<(), Box<dyn std::error::Error>> {
    let count = count.unwrap_or(10);
    let producer: FutureProducer = connection()
        .set("acks", "all")
        .set("enable.idempotence", "true")
        .create()?;
    let mut sent = Vec::new();
    for number in 0..count {
        let producer = producer.clone();
        sent.push(tokio::spawn(async move {
            let key = format!("key-{number}");
            let value = format!("{{\\"number\\": {number}}}");
            let record = FutureRecord::to(TOPIC).key(&key).payload(&value);
            producer.send(record, Duration::from_secs(30)).await.map_err(|(error, _)| error)
        }));
    }
    for each in sent {
        each.await??;
    }
    println!("{count} records acknowledged");
    Ok(())
}
`

const consume = (group: string) => `use rdkafka::consumer::{CommitMode, Consumer, StreamConsumer};
use rdkafka::Message;

use crate::settings::{connection, TOPIC};

/// Reads records in a consumer group and commits what it has read; without a count until Ctrl-C.
pub async fn run(count: Option<u64>) -> Result<(), Box<dyn std::error::Error>> {
    let consumer: StreamConsumer = connection()
        .set("group.id", ${quote(group)})
        .set("auto.offset.reset", "earliest")
        .set("enable.auto.offset.store", "false")
        .create()?;
    consumer.subscribe(&[TOPIC])?;
    let mut read = 0;
    while count.is_none_or(|count| read < count) {
        let record = tokio::select! {
            record = consumer.recv() => record?,
            _ = tokio::signal::ctrl_c() => break,
        };
        let text = |part: Option<&[u8]>| String::from_utf8_lossy(part.unwrap_or_default()).into_owned();
        println!("{}:{} {} {}", record.partition(), record.offset(), text(record.key()), text(record.payload()));
        consumer.store_offset_from_message(&record)?;
        read += 1;
    }
    if read > 0 {
        consumer.commit_consumer_state(CommitMode::Sync)?;
    }
    println!("{read} records read");
    Ok(())
}
`
