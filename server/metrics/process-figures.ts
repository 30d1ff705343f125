import { performance } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * Figures of this process under the names that are usual for them. Those that prom-client brings leave observers behind that
 * nothing ends, and a server of the desktop is opened and closed at will.
 */
export function processFigures(registry: Registry): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(value()) });
  };
  const cpu: Counter = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time that was used, in seconds',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpu.reset();
      cpu.inc((user + system) / 1e6);
    },
  });
  gauge('process_resident_memory_bytes', 'Memory in use', () => process.memoryUsage.rss());
  gauge(
    'process_start_time_seconds',
    'When the process began, in seconds since the epoch',
    () => performance.timeOrigin / 1000,
  );
  gauge('nodejs_heap_size_used_bytes', 'Memory in use for objects', () => process.memoryUsage().heapUsed);
  gauge(
    'nodejs_eventloop_utilization',
    'Share of time the event loop was busy, since the beginning',
    () => performance.eventLoopUtilization().utilization,
  );
}
