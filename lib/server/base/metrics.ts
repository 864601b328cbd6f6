import 'server-only'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { singleton } from './singleton.ts'

/** metrics holds the process's numbers: Node's own, requests by outcome, open streams. Labels are of fixed sets only. */
export const metrics = () =>
  singleton('metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry, prefix: 'keystream_' })
    const registers = [registry]
    return {
      registry,
      requests: new Counter({
        name: 'keystream_http_requests_total',
        help: 'API requests by method and status.',
        labelNames: ['method', 'status'] as const,
        registers,
      }),
      seconds: new Histogram({
        name: 'keystream_http_request_seconds',
        help: 'Time to the first byte of an API answer.',
        labelNames: ['method'] as const,
        buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
        registers,
      }),
      streams: new Gauge({ name: 'keystream_open_streams', help: 'Event streams being sent.', registers }),
    }
  })
