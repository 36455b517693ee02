// What the two SDKs need around them: a web server on a free port of this machine with as much of Express's face as they ask for, and the
// channel of one user, who says a line, waits for what comes back, and remembers all of it.
import { randomUUID } from "node:crypto";
import http from "node:http";

const patience = 60000;

export async function serve() {
  const routes = [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const piece of request.setEncoding("utf8")) text += piece;
    const parts = new URL(request.url, "http://localhost").pathname.split("/");
    const route = routes.find(r => r.method === request.method && r.parts.length === parts.length && r.parts.every((part, i) => part.startsWith(":") || part === parts[i]));
    if (!route) return response.writeHead(404).end();
    request.body = text ? JSON.parse(text) : undefined;
    request.params = Object.fromEntries(route.parts.map((part, i) => [part.slice(1), decodeURIComponent(parts[i])]).filter((_, i) => route.parts[i].startsWith(":")));
    request.query = {};
    response.status = code => { response.statusCode = code; return response; };
    response.send = body => {
      if (typeof body !== "string" && !response.getHeader("content-type")) response.setHeader("content-type", "application/json");
      response.end(typeof body === "string" ? body : JSON.stringify(body));
      return response;
    };
    try {
      await route.handler(request, response, () => {});
    } catch (error) {
      fail(error);
    }
  });
  const on = method => (path, handler) => routes.push({ method, parts: path.split("/"), handler });
  await new Promise(ready => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}`, get: on("GET"), post: on("POST"), put: on("PUT"), delete: on("DELETE") };
}

/** Ends the program; the test shows why. */
export function fail(error) {
  console.error(error);
  process.exit(1);
}

process.on("unhandledRejection", fail);

export class User {
  serviceUrl;
  seen = [];
  #locale;
  #talk = randomUUID();
  #said = 0;
  #news = () => {};

  constructor(app, locale) {
    this.#locale = locale;
    this.serviceUrl = `${app.base}/channel/`;
    const take = (request, response) => {
      if (request.body.type === "message") this.seen.push(request.body);
      response.status(200).send({ id: `shown-${this.seen.length}` });
      this.notice();
    };
    app.post("/channel/v3/conversations/:conversation/activities", take);
    app.post("/channel/v3/conversations/:conversation/activities/:activity", take);
  }

  /** What a channel makes of a line. */
  activity(text) {
    return {
      type: "message", id: `${this.#talk}|${String(++this.#said).padStart(7, "0")}`, text, locale: this.#locale, channelId: "test", serviceUrl: this.serviceUrl, timestamp: new Date().toISOString(),
      from: { id: "user-1", name: "User", role: "user" }, recipient: { id: "parent-1", name: "Parent", role: "bot" }, conversation: { id: this.#talk }
    };
  }

  notice() {
    this.#news();
  }

  /** Waits until something is so. */
  until(isSo, what) {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${what} did not come in time; seen: ${JSON.stringify(this.seen.map(a => a.text))}`)), patience);
      this.#news = () => { if (isSo()) { clearTimeout(late); resolve(); } };
    });
  }
}

/** Prints what the user saw and how the skill ended. */
export function report(user, ended) {
  console.log(JSON.stringify({ seen: user.seen.map(a => ({ text: a.text, cards: a.attachments?.length ?? 0, trace: a.channelData?.trace })), ended }));
  process.exit(0);
}
