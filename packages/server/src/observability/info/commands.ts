/** INFO commandstats, latencystats and errorstats: how often commands ran, for how long, and how they failed. */
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

export function commandstatsFields(engine: Engine): Fields {
  return engine.registry.all
    .filter(({ calls, rejected, failed }) => calls + rejected + failed > 0)
    .map(({ name, calls, microseconds, rejected, failed }) => {
      const each = calls === 0 ? 0 : microseconds / calls;
      const value =
        `calls=${calls},usec=${Math.round(microseconds)},usec_per_call=${each.toFixed(2)},` +
        `rejected_calls=${rejected},failed_calls=${failed}`;
      return [`cmdstat_${name}`, value];
    });
}

/** Percentiles are upper limits of the histogram's buckets, which are powers of two. */
export function latencystatsFields(engine: Engine): Fields {
  const { latencyTracking, latencyTrackingInfoPercentiles } = engine.configuration.values;
  if (!latencyTracking) return [];
  return engine.registry.all
    .filter(({ latency }) => latency.count > 0)
    .map(({ name, latency }) => {
      const values = latencyTrackingInfoPercentiles.map(
        (percent) => `p${percent}=${latency.percentile(percent).toFixed(3)}`,
      );
      return [`latency_percentiles_usec_${name}`, values.join(',')];
    });
}

export function errorstatsFields(engine: Engine): Fields {
  const sorted = [...engine.statistics.errors].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([code, count]) => [`errorstat_${code}`, `count=${count}`]);
}
