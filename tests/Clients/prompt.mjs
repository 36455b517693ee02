// Renders a prompt's template with Handlebars of its own makers, and prints the messages of each case as JSON.
//   node prompt.mjs FILE   where FILE holds {"template", "cases": [{NAME: VALUE}]}
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

const { template, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const render = Handlebars.compile(template, { strict: true });
const named = { lt: "<", gt: ">", amp: "&", quot: "\"", apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(\w+));/gi, (all, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (name in named) return named[name];
    throw new Error(`${all} is none of XML's`);
  });
}

console.log(JSON.stringify(cases.map(values => {
  const text = render(values);
  const messages = [...text.matchAll(/<message role="(\w+)">([^<]*)<\/message>/g)];
  const rest = messages.reduce((left, [whole]) => left.replace(whole, () => ""), text).trim();
  if (rest) throw new Error(`beside the messages stands: ${rest}`);
  return messages.map(([, role, body]) => ({ role, content: decode(body).trim() }));
})));
