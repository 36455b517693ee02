// A calling agent on Microsoft's Agents SDK that delegates to ours with the SDK's AgentClient: it hands on every line of its user, and prints as JSON all the
// user saw and each end of the conversation it was told of. This client reads nothing from the answer to its own call, so replies come back to its callback.
//   node agent.mjs BASE LOCALE LINE...
// At the line "/cancel" the agent ends the conversation; "/ended" waits until we have ended it ourselves.
import hosting from "@microsoft/agents-hosting";
import { User, report, serve } from "./web.mjs";
const { AGENT_RESPONSE_ROUTE_PATH, ActivityHandler, AgentClient, CloudAdapter, ConversationState, MemoryStorage, createAgentResponseHandler } = hosting;

const [base, locale, ...lines] = process.argv.slice(2);
const app = await serve();
const user = new User(app, locale);
const ended = [];
Object.assign(process.env, { assistant_endpoint: `${base}/api/messages`, assistant_clientId: "assistant", assistant_serviceUrl: `${app.base}/api/agentresponse` });
const client = new AgentClient("assistant");
const anonymous = {};
const state = new ConversationState(new MemoryStorage());
const adapter = new CloudAdapter(anonymous);
adapter.onTurnError = async (_, error) => { throw error; };
const agent = new ActivityHandler();
agent.onMessage(context => {
  if (context.activity.text === "/cancel") Object.assign(context.activity, { type: "endOfConversation", code: "userCancelled" });
  return client.postActivity(context.activity, anonymous, state, context);
});
agent.onEndOfConversation(async ({ activity: { code, value } }) => {
  ended.push({ code, value });
  user.notice();
});
const answer = createAgentResponseHandler(adapter, agent, state);
app.post(AGENT_RESPONSE_ROUTE_PATH, (request, response) => answer(request, response, request.params));
app.post("/api/messages", (request, response) => adapter.authorizeRequest(request, response, () => adapter.process(request, response, context => agent.run(context))));

let isNew = true;
for (const line of lines) {
  if (line === "/ended") {
    await user.until(() => ended.length > 0, "the end");
    continue;
  }

  // A new conversation is greeted first.
  const count = user.seen.length + (line === "/cancel" ? 0 : isNew ? 2 : 1);
  isNew = line === "/cancel";
  const taken = await fetch(`${app.base}/api/messages`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(user.activity(line)) });
  if (!taken.ok) throw new Error(`the agent answers ${taken.status}`);
  await user.until(() => user.seen.length >= count, `an answer to "${line}"`);
}
report(user, ended);
