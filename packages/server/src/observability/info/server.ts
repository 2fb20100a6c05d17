/** INFO server: what runs, where and since when. */
import { arch, release, type } from 'node:os';
import type { Engine } from '../../execution/engine.ts';
import { REDIS_VERSION } from '../../versions.ts';
import type { Fields } from './section.ts';

/**
 * The fields are Redis's, so that tools find what they look for: its version is the one that Redwing is compatible
 * with, and the event loop and clock are those of Node.js.
 */
export function serverFields(engine: Engine): Fields {
  const { configuration, keyspace, information } = engine;
  const uptime = Math.max(0, Math.floor((keyspace.now - information.startedAt) / 1000));
  const { remaining } = engine.shuttingDown;
  return [
    ['redis_version', REDIS_VERSION],
    ['redis_git_sha1', '00000000'],
    ['redis_git_dirty', 0],
    ['redis_build_id', '0000000000000000'],
    ['redis_mode', 'standalone'],
    ['os', `${type()} ${release()} ${arch()}`],
    ['arch_bits', 64],
    ['monotonic_clock', 'hrtime'],
    ['multiplexing_api', 'libuv'],
    ['atomicvar_api', 'js-atomics'],
    ['gcc_version', '0.0.0'],
    ['process_id', process.pid],
    ['process_supervised', 'no'],
    ['run_id', engine.runId],
    ['tcp_port', engine.port === 0 ? configuration.values.port : engine.port],
    ['server_time_usec', Math.floor(keyspace.now * 1000)],
    ['uptime_in_seconds', uptime],
    ['uptime_in_days', Math.floor(uptime / 86_400)],
    ['hz', configuration.values.hz],
    ['configured_hz', configuration.values.hz],
    ['lru_clock', keyspace.accessClock],
    ['executable', process.execPath],
    ['config_file', configuration.file ?? ''],
    ['io_threads_active', 0],
    ...(remaining === undefined ? [] : [['shutdown_in_milliseconds', Math.ceil(remaining)] as const]),
  ];
}
