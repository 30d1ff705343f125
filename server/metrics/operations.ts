import { z } from 'zod';
import { apiRoot } from '../../contract/routes.ts';
import { type Operation, operation } from '../operation/operation.ts';
import type { Metrics } from './metrics.ts';

/** Where Prometheus asks. */
export function metricsOperations(metrics: Metrics): readonly Operation[] {
  return [
    operation({
      id: 'getMetrics',
      method: 'GET',
      path: `${apiRoot}/metrics`,
      tag: 'service',
      summary: 'Get figures for Prometheus',
      description: 'Tasks by kind and state, speed, what was stored and what is missing, requests, the process.',
      answers: { 200: { description: 'The figures', type: metrics.contentType, schema: z.string() } },
      problems: [],
      handle: async () => ({ status: 200, body: await metrics.text() }),
    }),
  ];
}
