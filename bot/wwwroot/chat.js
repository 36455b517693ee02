// The cardholder's chat: Web Chat over our own Direct Line. Figures are shown only while the server shows them: when
// verification ends, the whole conversation is fetched again, and the server masks what must not be seen.
const root = document.getElementById("webchat");
const { locale, nonce, person, failed } = root.dataset;
const why = JSON.parse(root.dataset.why);
const { React, WebChat } = window;
const memory = "assistant-conversation";
let current;
let lapse;

async function post(path, token) {
  const answer = await fetch(path, { method: "POST", headers: token ? { authorization: `Bearer ${token}` } : {} });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** The conversation of this tab, if its token still holds; else a new one. */
async function open() {
  const kept = JSON.parse(sessionStorage.getItem(memory) ?? "null");
  if (kept) {
    try {
      const fresh = await post("/v3/directline/tokens/refresh", kept.token);
      return { ...kept, token: fresh.token, resumed: true };
    } catch {
      sessionStorage.removeItem(memory); // Expired: the person starts afresh.
    }
  }
  return post("/webchat/token");
}

function lapseAt(time) {
  clearTimeout(lapse);
  if (time) lapse = setTimeout(() => mount({ resumed: true }), Math.max(1000, new Date(time) - Date.now() + 1000));
}

function list(name, items) {
  return items?.length ? [React.createElement("dt", { key: name }, why[`_${name}`]), React.createElement("dd", { key: name + "d" }, items.join("；"))] : [];
}

/** Why the assistant said it: what was understood, by which rules, with which figures. Only where the server sends a trace. */
function Why({ trace }) {
  return React.createElement("details", { className: "why" },
    React.createElement("summary", null, why[""]),
    React.createElement("dl", null,
      ...list("intents", trace.intents?.map(i => i.id)),
      ...list("heard", trace.entities?.map(e => `${e.type}: ${e.value}`)),
      ...list("rules", trace.rules),
      ...list("facts", trace.facts?.map(f => `${f.name} = ${f.value} (${why._source} ${f.source}, ${f.asOf})`)),
      ...list("replies", trace.replies)));
}

const explain = () => next => (...args) => {
  const render = next(...args);
  const trace = args[0].activity.channelData?.trace;
  return render && trace
    ? (...inner) => React.createElement(React.Fragment, null, render(...inner), React.createElement(Why, { trace }))
    : render;
};

async function mount({ resumed } = {}) {
  current ??= await open();
  resumed ||= current.resumed;
  sessionStorage.setItem(memory, JSON.stringify({ token: current.token, conversationId: current.conversationId, userId: current.userId }));
  current.directLine?.end();
  current.directLine = WebChat.createDirectLine({
    token: current.token, domain: `${location.origin}/v3/directline`, webSocket: true,
    conversationStartProperties: { locale }, ...(resumed ? { conversationId: current.conversationId } : {})
  });
  const store = WebChat.createStore({}, () => next => action => {
    if (action.type === "DIRECT_LINE/INCOMING_ACTIVITY") {
      const data = action.payload.activity.channelData;
      if (action.payload.activity.from.role === "bot" && data) {
        if (data.lead) action.payload.activity.text = data.lead; // The card says the rest.
        lapseAt(data.verifiedUntil);
        if (data.verificationEnded && !current.ended?.has(action.payload.activity.id)) {
          (current.ended ??= new Set()).add(action.payload.activity.id);
          setTimeout(() => mount({ resumed: true }), 300);
        }
      }
    }
    if (action.type === "DIRECT_LINE/CONNECT_FULFILLED") {
      for (const button of document.querySelectorAll("#person, [data-say]")) button.disabled = false;
    }
    return next(action);
  });
  current.say = text => store.dispatch({ type: "WEB_CHAT/SEND_MESSAGE", payload: { text } });
  root.replaceChildren();
  const place = root.appendChild(document.createElement("div"));
  place.style.height = "100%";
  WebChat.renderWebChat({
    directLine: current.directLine, store, userID: current.userId, locale: locale === "zh-CN" ? "zh-Hans" : "en-US", nonce,
    activityMiddleware: explain,
    styleOptions: {
      nonce, accent: "#1f5f5b", backgroundColor: "#fff", primaryFont: "inherit", bubbleBackground: "#f0f4f3", bubbleBorderRadius: 12, bubbleBorderWidth: 0,
      bubbleFromUserBackground: "#1f5f5b", bubbleFromUserTextColor: "#fff", bubbleFromUserBorderRadius: 12, bubbleFromUserBorderWidth: 0,
      bubbleMaxWidth: 640, hideUploadButton: false, suggestedActionLayout: "flow", suggestedActionBorderRadius: 18, suggestedActionHeight: 44,
      suggestedActionTextColor: "#1f5f5b", suggestedActionBorderColor: "#1f5f5b", avatarSize: 32, botAvatarInitials: "AI", botAvatarBackgroundColor: "#1f5f5b"
    }
  }, place);
}

function fail(error) {
  console.error(error);
  root.replaceChildren(Object.assign(document.createElement("p"), { className: "status", textContent: failed }));
}

document.getElementById("person").addEventListener("click", () => current?.say(person));
for (const chip of document.querySelectorAll("[data-say]")) {
  chip.addEventListener("click", () => {
    current?.say(chip.dataset.say);
    chip.remove(); // Said once; on a phone the room is needed.
    if (!document.querySelector("[data-say]")) document.querySelector(".try").remove();
  });
}
// The server ends a conversation's token after half an hour; while the page is open it is refreshed in time.
setInterval(async () => {
  if (!current) return;
  try {
    current.token = (await post("/v3/directline/tokens/refresh", current.token)).token;
    sessionStorage.setItem(memory, JSON.stringify({ token: current.token, conversationId: current.conversationId, userId: current.userId }));
  } catch (error) {
    console.warn(error.message);
  }
}, 10 * 60 * 1000);
mount().catch(fail);
