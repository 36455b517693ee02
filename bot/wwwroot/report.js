// The filters of a quality report: agent, rule, verdict, words.
const form = document.querySelector(".filters");
const rows = [...document.querySelectorAll("#worst tbody tr")];
const count = document.getElementById("count");

function filter() {
  const { agent, rule, verdict, search } = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const row of rows) {
    row.hidden = !((!agent || row.dataset.agent === agent) && (!rule || row.dataset.rules.split(" ").includes(rule))
      && (!verdict || row.dataset.verdict === verdict) && (!search || row.textContent.toLowerCase().includes(search.toLowerCase())));
    if (!row.hidden) shown++;
  }
  count.textContent = count.dataset.words.replace("{0}", shown).replace("{1}", rows.length);
}

form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
filter();
