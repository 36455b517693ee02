// The console's live parts: lists that renew themselves, the conversation as it goes on, the review of a draft, the coach, the calculator.
// Whatever a customer wrote is set as text, never as markup.
const csrf = document.querySelector("meta[name=csrf]").content;
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");
const $ = (selector, root = document) => root.querySelector(selector);

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);

// The language chosen for the pages goes along: the cookie that keeps it belongs to /console, and what is refused is to be read in it everywhere.
async function call(method, path, body) {
  const answer = await fetch(path, { method, headers: { "X-CSRF-Token": csrf, "accept-language": document.documentElement.lang, ...(body && { "content-type": "application/json" }) }, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return { ok: answer.ok, status: answer.status, json: text && text[0] !== "<" ? JSON.parse(text) : {} };
}
function later(wait, act) {
  let timer;
  return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait); };
}

// Lists that renew themselves, unless somebody is in the middle of one: a button replaced between press and release would do nothing.
for (const live of document.querySelectorAll("[data-renew]")) {
  const busy = () => document.hidden || live.contains(document.activeElement) || live.matches(":active");
  setInterval(async () => {
    if (busy()) return;
    const answer = await fetch(live.dataset.renew);
    const text = await answer.text();
    if (answer.ok && !answer.redirected && !busy()) live.innerHTML = text; // Our own page's part, encoded by the server.
  }, Number(live.dataset.every));
}

const page = $("[data-work], [data-coach]");
if (page) start(page);

function start(page) {
  const { work, conversation, locale, mine } = page.dataset;
  const caseNo = page.dataset.case || null;
  const draft = $("#draft"), review = $(".review"), override = $(".override"), suggestions = $(".suggestions");
  let verdict = "ok", asked = 0, refused = null;

  // The review of the draft, as one types.
  async function judge() {
    const text = draft.value;
    const mineIs = ++asked;
    if (!text.trim()) { show(text, { verdict: "ok", findings: [] }, true); return; }
    const { ok, json } = work ? await call("POST", `/api/conversations/${encodeURIComponent(conversation)}/review`, { text })
      : await call("POST", "/api/reviews", { text, locale, context: { verified: true } });
    if (ok && mineIs === asked) show(text, json, false);
  }
  function show(text, result, empty) {
    verdict = result.verdict;
    review.replaceChildren(...(refused ? [element("p", "problem", refused)] : []));
    if (override) override.hidden = verdict !== "warn";
    if (empty) return;
    review.append(element("p", `verdict ${verdict}`, `${{ ok: "✓", warn: "△", block: "✕" }[verdict]} ${words[`verdict_${verdict}`]}`));
    if (result.findings.length) {
      const line = element("p", "marked");
      let at = 0;
      for (const finding of [...result.findings].sort((a, b) => a.start - b.start)) {
        if (finding.start < at) continue;
        const mark = element("mark", finding.severity, text.slice(finding.start, finding.start + finding.length));
        mark.title = `${finding.rule}: ${finding.reason} — ${finding.citation}`;
        mark.tabIndex = 0;
        line.append(text.slice(at, finding.start), mark);
        at = finding.start + finding.length;
      }
      line.append(text.slice(at));
      review.append(line, ...result.findings.map(finding => element("p", "small", `${finding.reason} `, element("cite", "", finding.citation))));
    }
    if (result.rewrite) {
      const use = element("button", "quiet small", words.use_rewrite);
      use.type = "button";
      use.onclick = () => put(result.rewrite, true);
      review.append(element("p", "better", result.rewrite, " ", use));
    }
  }
  function put(text, instead) {
    draft.value = instead || !draft.value.trim() ? text : `${draft.value.trimEnd()} ${text}`;
    draft.focus();
    refused = null;
    judge();
  }
  const judgeSoon = later(120, judge);
  draft?.addEventListener("input", () => { refused = null; judgeSoon(); if (work) type(); });
  let typed = 0;
  function type() {
    if (performance.now() - typed < 3000) return;
    typed = performance.now();
    call("POST", `/console/talks/${work}/typing`);
  }

  // What the coach has to say.
  let latest = 0;
  async function suggest(situation, last, draft = false, ask = ++latest) {
    if (!suggestions || (!situation && !last)) return;
    const { ok, json } = await call("POST", "/api/suggestions", { situation: situation || undefined, last: last || undefined, locale: conversation ? undefined : locale, caseNo: caseNo || undefined, conversationId: conversation || undefined, draft: draft || undefined });
    // What was asked since has its own lines; and a draft that failed leaves those that are there.
    if (ask !== latest || (draft && !(ok && json[0]?.scriptId === "draft"))) return;
    if (!ok) { suggestions.replaceChildren(element("li", "problem", json.detail ?? words.failed)); return; }
    suggestions.replaceChildren(...(json.length ? json.map(one => {
      const use = element("button", "quiet small", words.use);
      use.type = "button";
      use.onclick = () => put(one.text, false);
      return element("li", "", element("p", "words", one.text, " ", use), element("p", "small", element("strong", "", words.why), " ", one.why),
        one.not ? element("p", "small not", element("strong", "", words.not), " ", one.not) : null, one.citations?.length ? element("p", "small", element("cite", "", one.citations.join("; "))) : null);
    }) : [element("li", "empty", words.none)]));
    // A language model takes a while: the approved lines are there at once, its draft comes when it comes.
    if (!draft && document.body.dataset.drafts && last) suggest(situation, last, true, ask);
  }
  $(".ask")?.addEventListener("submit", event => { event.preventDefault(); suggest($("#situation").value.trim(), lastWords()); });
  const lastWords = () => [...document.querySelectorAll(".lines .debtor .words")].at(-1)?.textContent ?? "";
  if (!work) return;

  // The conversation as it goes on.
  const lines = $(".lines");
  let delivered = 0, waits = false;
  function add(line) {
    if (lines.querySelector(`[data-seq="${line.seq}"]`)) return;
    const item = element("li", line.speaker, element("p", "small", `${line.speaker === "agent" && line.name ? line.name : words[line.speaker]} · ${line.time}`), Object.assign(element("p", "words", line.text), { dir: "auto" }));
    item.dataset.seq = line.seq;
    lines.append(item);
  }
  function mark() {
    for (const item of lines.querySelectorAll(".agent")) {
      const state = item.querySelector(".state") ?? item.firstChild.appendChild(element("span", "state"));
      state.textContent = " · " + (Number(item.dataset.seq) < delivered ? words.delivered : waits ? words.waits : words.sent);
    }
  }
  const scroll = () => { lines.scrollTop = lines.scrollHeight; };
  // Not under somebody's hand either.
  const busy = () => $("#side:active") || document.activeElement?.closest("#side input, #side textarea, #side select, #side details#plan") || $("#note")?.value;
  const renew = later(400, async () => {
    if (busy()) { renew(); return; }
    const answer = await fetch(`/console/talks/${work}/side`);
    if (!answer.ok || answer.redirected) return;
    const side = await answer.text();
    if (busy()) { renew(); return; }
    const open = [...document.querySelectorAll("#side details")].map(one => one.open);
    $("#side").innerHTML = side; // Our own page's part, encoded by the server.
    document.querySelectorAll("#side details").forEach((one, i) => { one.open = open[i] ?? one.open; });
    wire();
  });
  let status = null, danger = null, leaving = false, next = Number(page.dataset.next);
  function listen() {
    const source = new EventSource(`/console/talks/${work}/events?from=${next}`);
    source.onmessage = event => {
      const now = JSON.parse(event.data);
      now.lines.forEach(add);
      next = now.next;
      delivered = now.delivered;
      waits = now.waits;
      mark();
      $(".typing").hidden = !now.typing;
      if (now.lines.length) { scroll(); renew(); }
      if (now.lines.some(line => line.speaker === "debtor") && mine) suggest("", lastWords());
      if (danger !== now.danger) { danger = now.danger; renew(); }
      if (status !== null && status !== now.status && !leaving) { source.close(); location.reload(); }
      status = now.status;
    };
    source.onerror = () => { source.close(); setTimeout(listen, 2000); };
  }
  listen();
  mark();
  scroll();
  if (mine) suggest("", lastWords());

  // Sending. The id makes a second press of the same line take effect once.
  let sending = false;
  $(".composer")?.addEventListener("submit", async event => {
    event.preventDefault();
    const text = draft.value.trim();
    if (!text || sending) return;
    sending = true;
    const { ok, json } = await call("POST", `/api/conversations/${encodeURIComponent(conversation)}/messages`, { text, id: crypto.randomUUID?.() ?? `${Date.now()}`, reason: $("#why").value.trim() || undefined });
    sending = false;
    // A review that was under way comes later and leaves it standing, until something is changed.
    refused = ok || json.findings ? null : json.detail ?? words.failed;
    if (ok) { draft.value = ""; $("#why").value = ""; show("", { verdict: "ok", findings: [] }, true); draft.focus(); return; }
    if (json.findings) show(draft.value, json, false);
    else { $(".problem", review)?.remove(); review.append(element("p", "problem", refused)); }
  });
  draft?.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $(".composer").requestSubmit(); });

  // The case beside it.
  function wire() {
    for (const button of document.querySelectorAll("[data-insert]")) button.onclick = () => put(button.dataset.insert, false);
    $("#unmask")?.addEventListener("click", async () => {
      const reason = prompt(words.unmask_why)?.trim();
      if (!reason) return;
      const { ok, json } = await call("POST", `/console/talks/${work}/unmask`, { reason });
      $("#name").textContent = ok ? json.name : json.detail ?? words.failed;
    });
    $("#proof")?.addEventListener("click", async () => {
      const { ok, json } = await call("GET", `/api/cases/${encodeURIComponent(caseNo)}/proof`);
      $("#proof-result").textContent = ok ? proofText(json) : json.detail ?? words.failed;
    });
    for (const input of document.querySelectorAll("#plan input")) {
      input.oninput = () => { output(input); quoteSoon(); };
      output(input);
    }
    $("#plan")?.addEventListener("toggle", quoteSoon);
    $("#finish")?.addEventListener("submit", async event => {
      event.preventDefault();
      const note = $("#note").value.trim();
      if (!note) { problem(words.note_needed); return; }
      leave(await end("close", { disposition: $("#disposition").value, note }));
    });
    $("#return")?.addEventListener("click", async () => {
      leave(await end("return"));
    });
  }
  // The page is told of the end by its events too, maybe before the answer is here; whoever ended it goes to the queue.
  function end(how, body) { leaving = true; return call("POST", `/api/handoffs/${work}/${how}`, body); }
  function leave({ ok, json }) {
    leaving = ok;
    if (ok) location.href = "/console/queue"; else problem(json.detail ?? words.failed);
  }
  function problem(text) { const place = $("#finish .problem"); place.hidden = false; place.textContent = text; }
  function output(input) { input.parentElement.querySelector("output").textContent = input.value === "0" ? words.any : input.value; }
  function proofText(json) {
    return fill(words.proof, json.interest, json.file?.interest ?? "–", json.penalty?.amount ?? "–", json.file?.penalty ?? "–", json.from, json.to);
  }
  const quoteSoon = later(250, async () => {
    const plan = $("#plan");
    if (!plan?.open) return;
    const value = name => Number(plan.querySelector(`[name=${name}]`).value);
    const { ok, json } = await call("POST", `/api/cases/${encodeURIComponent(caseNo)}/quotes`, { ...(value("monthly") && { monthly: value("monthly").toFixed(2) }), ...(value("months") && { months: value("months") }), ...(value("payday") && { payday: value("payday") }) });
    const place = $("#offers");
    if (!ok) { place.textContent = json.detail ?? words.failed; return; }
    place.replaceChildren(...json.offers.map(offer => {
      const values = [offer.instalment, offer.months, offer.firstDueOn, offer.totalPayable, offer.annualRate];
      const use = element("button", "quiet small", words.use);
      use.type = "button";
      use.onclick = () => put(fill(words.offer_text, ...values), false);
      return element("div", "offer", element("p", "", offer.type === "HOLD" ? words.hold : fill(words.offer, ...values)), element("p", "small", offer.why ?? ""), offer.type === "HOLD" ? null : use);
    }), ...new Set(json.declined.map(one => one.why)).values().map(why => element("p", "small", why)));
  });
  wire();
}
