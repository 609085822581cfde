// Reads texts as a JSON list from standard input; writes what siwe-parser finds in each, or why it finds nothing.
"use strict";

const { ParsedMessage } = require("@spruceid/siwe-parser");

function parsed(text) {
  try {
    return { ...new ParsedMessage(text) };
  } catch (error) {
    return { refused: String(error?.message ?? error) };
  }
}

let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(given).map(parsed))));
