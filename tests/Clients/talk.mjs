// Holds a conversation through Microsoft's own Direct Line client, over WebSocket or polling, and prints every bot message as JSON.
//   node talk.mjs BASE ws|polling LOCALE LINE...
import { createRequire } from "node:module";
import WebSocket from "ws";
import XMLHttpRequest from "xhr2";
globalThis.WebSocket = WebSocket;
globalThis.XMLHttpRequest = XMLHttpRequest;
globalThis.window ??= globalThis;
const { DirectLine } = createRequire(import.meta.url)("botframework-directlinejs");

const [base, mode, locale, ...lines] = process.argv.slice(2);
const token = await (await fetch(`${base}/webchat/token`, { method: "POST" })).json();
const line = new DirectLine({
  token: token.token, domain: `${base}/v3/directline`, webSocket: mode === "ws", pollingInterval: 200, conversationStartProperties: { locale }
});
const seen = [];
let arrived = () => {};
line.activity$.subscribe(activity => {
  if (activity.type === "message" && activity.from.role === "bot") { seen.push(activity); arrived(); }
}, error => { console.error(error); process.exit(1); });

function nextReply(count) {
  if (seen.length > count) return seen[count];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no reply ${count} in time`)), 10000);
    arrived = () => { if (seen.length > count) { clearTimeout(late); resolve(seen[count]); } };
  });
}

await nextReply(0);
for (const [i, text] of lines.entries()) {
  await new Promise((resolve, reject) => line.postActivity({ type: "message", text, from: { id: token.userId } }).subscribe(
    id => id === "retry" ? reject(new Error("the client was told to retry")) : resolve(id), reject));
  await nextReply(i + 1);
}
console.log(JSON.stringify(seen.map(a => ({ id: a.id, text: a.text, replyToId: a.replyToId, trace: a.channelData?.trace }))));
line.end();
process.exit(0);
