/**
 * Later, once what has arrived by now has been dealt with.
 *
 * The function is taken when the program starts. A test that fakes the timers of its process (`vi.useFakeTimers()`)
 * would otherwise stop the server in it, which could not send replies any more.
 */
export const soon: (run: () => void) => unknown = setImmediate;
