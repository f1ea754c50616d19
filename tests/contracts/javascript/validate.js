// Prints what AsyncAPI's own parser finds wrong in each document, as JSON; [] is a valid one.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

// Advice on style is not asked for: 0 is an error, 1 a warning.
const WORST = 1;
const parser = new Parser();

async function wrongIn(file) {
  const found = await parser.validate(readFileSync(file, "utf8"));
  const wrong = found.filter((one) => one.severity <= WORST);
  return wrong.map((one) => `${one.path.join(".")}: ${one.message}`);
}

const all = [];
for (const file of process.argv.slice(2)) all.push(await wrongIn(file));
console.log(JSON.stringify(all));
