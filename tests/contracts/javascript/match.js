// Answers each line `[pattern, text]` on its standard input with whether the pattern takes the text,
// or with what is wrong with the pattern; as JSON Schema asks for: ECMA-262, Unicode, no anchors added.
import { createInterface } from "node:readline";

for await (const line of createInterface({ input: process.stdin })) {
  const [pattern, text] = JSON.parse(line);
  let answer;
  try {
    answer = new RegExp(pattern, "u").test(text);
  } catch (wrong) {
    answer = wrong.message;
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
