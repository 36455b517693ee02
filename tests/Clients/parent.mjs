// A parent bot on Microsoft's botbuilder that uses ours as a skill: it hands on every line of its user, and prints as JSON all the user saw and
// each end of the conversation the skill told it of.
//   node parent.mjs BASE normal|expectReplies LOCALE LINE...
// At the line "/cancel" the parent ends the skill's conversation, and goes on in it with the next; "/ended" waits until the skill has ended it by itself. With TOKENS in the environment, a JSON object of
// login, metadata, parent, secret and skill, no call between the two bots is made or taken without a token.
import botbuilder from "botbuilder";
import connector from "botframework-connector";
import { User, report, serve } from "./web.mjs";
const { ChannelServiceRoutes, CloudAdapter, CloudSkillHandler, ConfigurationBotFrameworkAuthentication, MemoryStorage, SkillConversationIdFactory, TurnContext } = botbuilder;
const { AuthenticationConstants, ClaimsIdentity, ServiceClientCredentialsFactory, allowedCallersClaimsValidator } = connector;

const [base, mode, locale, ...lines] = process.argv.slice(2);
const tokens = process.env.TOKENS ? JSON.parse(process.env.TOKENS) : null;

class Credentials extends ServiceClientCredentialsFactory {
  async isValidAppId(id) { return id === tokens?.parent; }
  async isAuthenticationDisabled() { return tokens === null; }
  async createCredentials(_, audience) {
    return {
      signRequest: async request => {
        if (tokens) request.headers.set("Authorization", `Bearer ${await this.#token(audience)}`);
        return request;
      }
    };
  }

  async #token(audience) {
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id: tokens.parent, client_secret: tokens.secret, scope: `${audience}/.default` });
    const answer = await fetch(tokens.login, { method: "POST", body: form });
    if (!answer.ok) throw new Error(`no token for ${audience}: ${answer.status}`);
    return (await answer.json()).access_token;
  }
}

// Setting one of these means that all are taken as given.
const settings = tokens ? {
  ToChannelFromBotLoginUrl: tokens.login, ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope, ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
  ToBotFromEmulatorOpenIdMetadataUrl: tokens.metadata
} : {};
const auth = new ConfigurationBotFrameworkAuthentication(settings, new Credentials(), { requiredEndorsements: [], validateClaims: tokens ? allowedCallersClaimsValidator([tokens.skill]) : undefined });
const adapter = new CloudAdapter(auth);
const conversations = new SkillConversationIdFactory(new MemoryStorage());
const ended = [];
let skill = null;
let isNew = true;

async function turn(context) {
  const { activity } = context;
  if (activity.type === "endOfConversation") {
    end(activity);
  } else if (activity.type === "message" && activity.text === "/cancel") {
    await post(TurnContext.applyConversationReference({ type: "endOfConversation", code: "userCancelled" }, TurnContext.getConversationReference(activity), true));
    isNew = true;
  } else if (activity.type === "message") {
    skill ??= await conversations.createSkillConversationIdWithOptions({
      activity, fromBotId: tokens?.parent, fromBotOAuthScope: context.turnState.get(context.adapter.OAuthScopeKey), botFrameworkSkill: { id: "assistant", appId: tokens?.skill, skillEndpoint: `${base}/api/messages` }
    });
    const answer = await post({ ...activity, deliveryMode: mode });
    for (const reply of answer?.activities ?? []) {
      if (reply.type === "endOfConversation") end(reply);
      else await context.sendActivity(reply);
    }
  }
}

async function post(activity) {
  const { status, body } = await auth.createBotFrameworkClient().postActivity(tokens?.parent, tokens?.skill, `${base}/api/messages`, `${app.base}/api/skills`, skill, activity);
  if (status !== 200) throw new Error(`the skill answers ${status}: ${JSON.stringify(body)}`);
  return body;
}

function end({ code, value }) {
  ended.push({ code, value });
  skill = null;
  isNew = true;
  user.notice();
}

const app = await serve();
const user = new User(app, locale);
new ChannelServiceRoutes(new CloudSkillHandler(adapter, turn, conversations, auth)).register(app, "/api/skills");

for (const line of lines) {
  if (line === "/ended") {
    await user.until(() => ended.length > 0, "the end");
    continue;
  }

  // A new conversation is greeted first.
  const count = user.seen.length + (line === "/cancel" ? 0 : isNew ? 2 : 1);
  isNew = false;
  await adapter.processActivityDirect(await own(), user.activity(line), turn);
  await user.until(() => user.seen.length >= count, `an answer to "${line}"`);
}
report(user, ended);

/** The user's own channel is this program, and needs no token. */
async function own() {
  if (!tokens) return "";
  const claimsIdentity = new ClaimsIdentity([{ type: AuthenticationConstants.AudienceClaim, value: tokens.parent }], true);
  return { claimsIdentity, audience: AuthenticationConstants.ToChannelFromBotOAuthScope, connectorFactory: auth.createConnectorFactory(claimsIdentity) };
}
