// Control by JSON lines, as in lines.py: commands on standard input, answers and events on standard output.
import { createInterface } from 'node:readline';

export const tell = (event, facts = {}) => process.stdout.write(JSON.stringify({ event, ...facts }) + '\n');

/** Obeys commands one after the other until standard input ends, then tidies up. */
export async function obey(commands, tidy) {
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, do: name, ...facts } = JSON.parse(line);
    try {
      process.stdout.write(JSON.stringify({ id, ...((await commands[name](facts)) ?? {}) }) + '\n');
    } catch (error) {
      process.stdout.write(JSON.stringify({ id, error: String(error?.message ?? error) }) + '\n');
    }
  }
  await tidy();
}
