/**
 * Log lines for people on a terminal: the time of day, the level where it says something, the message, and
 * the details that came with it. It is made from the JSON line, so that a terminal shows nothing else than
 * a file holds.
 */

import type { LineSink } from './log.ts';

const DIM = '\u001b[2m';
const YELLOW = '\u001b[33m';
const PLAIN = '\u001b[0m';

/** Fields that the layout shows in its own way, or not at all. */
const LAID_OUT: readonly string[] = ['level', 'time', 'pid', 'msg'];

/** A sink that takes JSON lines and writes lines for people. */
export function terminalSink(colours: boolean, write: (text: string) => void): LineSink {
  return {
    write: (line) => write(`${layOut(line, colours)}\n`),
  };
}

function layOut(line: string, colours: boolean): string {
  const fields = new Map(Object.entries(parse(line)));
  const paint = (colour: string, text: string): string => (colours ? colour + text + PLAIN : text);
  const level = String(fields.get('level') ?? '');
  const shownLevel = level === 'notice' || level === '' ? '' : `${level}: `;
  const head = paint(DIM, timeOfDay(fields.get('time')));
  const message = `${shownLevel}${String(fields.get('msg') ?? '')}`;
  const details = [...fields]
    .filter(([name]) => !LAID_OUT.includes(name))
    .map(([name, value]) => `\n  ${name}: ${indent(asText(value))}`);
  return `${head} ${level === 'warning' ? paint(YELLOW, message) : message}${details.join('')}`;
}

function parse(line: string): object {
  const parsed: unknown = JSON.parse(line);
  return typeof parsed === 'object' && parsed !== null ? parsed : { msg: parsed };
}

function timeOfDay(time: unknown): string {
  const at = new Date(String(time));
  const two = (number: number): string => String(number).padStart(2, '0');
  const milliseconds = String(at.getMilliseconds()).padStart(3, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${milliseconds}`;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'stack' in value) return String(value.stack);
  return JSON.stringify(value);
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
