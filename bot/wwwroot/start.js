// The doors of Development: reviews a line with the rules that guard the assistant itself.
const words = JSON.parse(document.getElementById("words").textContent);

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function marked(text, findings) {
  const line = element("p");
  let at = 0;
  for (const finding of [...findings].sort((a, b) => a.start - b.start)) {
    if (finding.start < at) continue;
    line.append(text.slice(at, finding.start), element("mark", "", text.slice(finding.start, finding.start + finding.length)));
    at = finding.start + finding.length;
  }
  line.append(text.slice(at));
  return line;
}

for (const form of document.querySelectorAll("form.review")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const text = new FormData(form).get("text");
    const answer = await fetch("/start/review", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text, locale: form.dataset.locale })
    });
    const result = form.querySelector(".result");
    result.replaceChildren();
    const review = await answer.json();
    if (!answer.ok) { result.append(review.detail ?? answer.statusText); return; }
    result.append(element("p", `verdict ${review.verdict}`, words[`verdict_${review.verdict}`]), marked(text, review.findings));
    for (const finding of review.findings) {
      const facts = element("dl", "facts");
      for (const [name, value] of [["rule", finding.rule], ["reason", finding.reason], ["citation", finding.citation], ["better", finding.suggestion]])
        facts.append(element("dt", "", words[name]), element("dd", "", value));
      result.append(facts);
    }
  });
}
