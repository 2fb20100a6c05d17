/** The version of Redis whose commands, replies and files Redwing has: clients decide by it what they may ask for. */
export const REDIS_VERSION = '7.0.15';
