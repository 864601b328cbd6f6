/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  // kafkajs keeps singletons and native codecs keep binaries: bundling either would load it twice or not at all.
  serverExternalPackages: ['better-sqlite3', 'kafkajs', 'pg', 'snappy', 'lz4-napi', '@node-rs/crc32', 'pino'],
  outputFileTracingExcludes: {
    '**/*': ['./node_modules/sharp/**', './node_modules/@img/**', './.cache/**', './.demo/**'],
  },
}

export default config
