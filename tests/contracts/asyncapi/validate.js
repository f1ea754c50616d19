// Prints what AsyncAPI's own parser finds wrong in a document, as JSON; nothing but [] is valid.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

// Advice on style is not asked for: 0 is an error, 1 a warning.
const WORST = 1;
const found = await new Parser().validate(readFileSync(process.argv[2], "utf8"));
const wrong = found.filter((one) => one.severity <= WORST);
console.log(JSON.stringify(wrong.map((one) => `${one.path.join(".")}: ${one.message}`)));
