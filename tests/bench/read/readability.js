// Runs Mozilla's Readability on FOLDER/*/source.html; prints {"page", "html"} for each and
// the seconds of the processor at the end. NODE_PATH=.../node_modules node readability.js FOLDER
const fs = require("fs");
const path = require("path");
const { JSDOM } = require("jsdom");
const { Readability } = require("@mozilla/readability");

const pages = [];
for (const name of fs.readdirSync(process.argv[2]).sort()) {
  const file = path.join(process.argv[2], name, "source.html");
  if (fs.existsSync(file)) pages.push([name, fs.readFileSync(file, "utf8")]);
}
const begin = process.cpuUsage();
const found = pages.map(([name, html]) => {
  const document = new JSDOM(html, { url: "http://fakehost/test/page.html" }).window.document;
  const article = new Readability(document).parse();
  return { page: name, html: article ? article.content : "" };
});
const used = process.cpuUsage(begin);
for (const page of found) console.log(JSON.stringify(page));
console.log(JSON.stringify({ seconds: (used.user + used.system) / 1e6 }));
