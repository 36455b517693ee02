// A botbuilder echo bot answering from memory: the yardstick of tests/Bench/turns.cs.
import { createServer } from "node:http";
import { BotFrameworkAdapter, ActivityTypes } from "botbuilder";

const adapter = new BotFrameworkAdapter({});
createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  request.body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
  response.status = code => { response.statusCode = code; return response; };
  response.send = body => { response.setHeader("content-type", "application/json"); response.end(body === undefined ? "" : JSON.stringify(body)); return response; };
  await adapter.processActivity(request, response, async context => {
    if (context.activity.type === ActivityTypes.Message) await context.sendActivity(`echo: ${context.activity.text}`);
  });
}).listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
