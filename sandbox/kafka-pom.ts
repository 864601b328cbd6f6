/** The release that the sandbox runs; the data directory's checkpoint (data-directory.ts) belongs to it. */
export const KAFKA_VERSION = '4.1.0'

/**
 * What a broker with SCRAM, TLS, ACLs, groups and transactions never loads: tools, other log back ends, JWT.
 * Leaving it out makes 34 MB of 54.
 */
const exclusions = [
  'org.scala-lang:scala-reflect',
  'org.apache.logging.log4j:log4j-core',
  'com.github.ben-manes.caffeine:caffeine',
  'org.bitbucket.b_c:jose4j',
  'net.sourceforge.argparse4j:argparse4j',
  'com.fasterxml.jackson.dataformat:jackson-dataformat-csv',
  'com.fasterxml.jackson.dataformat:jackson-dataformat-yaml',
  'com.fasterxml.jackson.datatype:jackson-datatype-jdk8',
  'org.apache.kafka:kafka-tools-api',
  'commons-beanutils:commons-beanutils',
  'commons-digester:commons-digester',
  'commons-logging:commons-logging',
  'commons-collections:commons-collections',
]

function coordinates(name: string): string {
  const [group, artifact] = name.split(':')
  return `<groupId>${group}</groupId><artifactId>${artifact}</artifactId>`
}

/** kafkaPom is the Maven project whose runtime dependencies are the broker's jars. It names no repository. */
export function kafkaPom(): string {
  const left = exclusions.map((name) => `      <exclusion>${coordinates(name)}</exclusion>`).join('\n')
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>keystream</groupId><artifactId>sandbox</artifactId><version>1</version>
  <dependencies>
    <dependency>${coordinates('org.apache.kafka:kafka_2.13')}<version>${KAFKA_VERSION}</version><exclusions>
${left}
    </exclusions></dependency>
    <dependency>${coordinates('org.slf4j:slf4j-simple')}<version>1.7.36</version></dependency>
  </dependencies>
</project>
`
}
