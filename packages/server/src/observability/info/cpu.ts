/** INFO cpu: time of the processor that the process has used, in seconds. */
import type { Fields } from './section.ts';
import { secondsText } from './section.ts';

/** Node.js counts the process as a whole, so the main thread gets the same numbers; there are no child processes. */
export function cpuFields(): Fields {
  const { system, user } = process.cpuUsage();
  return [
    ['used_cpu_sys', secondsText(system)],
    ['used_cpu_user', secondsText(user)],
    ['used_cpu_sys_children', secondsText(0)],
    ['used_cpu_user_children', secondsText(0)],
    ['used_cpu_sys_main_thread', secondsText(system)],
    ['used_cpu_user_main_thread', secondsText(user)],
  ];
}
