using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Import;
using Assistant.Bot.Storage;
using Dapper;

namespace Assistant.Tests.Conversations;

/// <summary>Runs one conversation file.</summary>
internal sealed class ConversationScript(World world, string path)
{
    private Talk? talk;
    private string? locale = "zh-CN";
    private string? bankCase;
    private string? user;
    private string? address;
    private int payments;

    /// <summary>Told the trace of each turn.</summary>
    public Action<JsonObject> Heard { get; init; } = _ => { };

    public async Task RunAsync()
    {
        var checks = 0;
        foreach (var (text, number) in File.ReadAllLines(path).Select((line, i) => (line.Trim(), i + 1)))
        {
            if (text.Length == 0 || text.StartsWith('#'))
                continue;
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            var (verb, rest) = space < 0 ? (text, "") : (text[..space], text[space..].Trim());
            try
            {
                checks += await StepAsync(verb, rest);
            }
            catch (Exception e) when (e is ShouldAssertException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                throw new InvalidOperationException($"{Path.GetFileName(path)}:{number}: {text}\n{e.Message}\nlast reply: {talk?.Reply}\ntrace: {talk?.Trace.ToJsonString()}", e);
            }
        }

        checks.ShouldBeGreaterThan(0, "a file without a check judges nothing");
    }

    private async Task<int> StepAsync(string verb, string rest)
    {
        switch (verb)
        {
            case "locale":
                locale = rest == "none" ? null : rest;
                return 0;
            case "signed-in":
                bankCase = rest;
                return 0;
            case "user-id":
                user = rest;
                return 0;
            case "address":
                address = rest;
                return 0;
            case "new":
                talk = null;
                bankCase = null;
                return 0;
            case "wait":
                world.Clock.Advance(TimeSpan.Parse(rest, CultureInfo.InvariantCulture));
                return 0;
            case "now":
                world.Clock.Set(DateTimeOffset.Parse(rest, CultureInfo.InvariantCulture));
                return 0;
            case "pass":
                await PassAsync(DateTimeOffset.Parse(rest, CultureInfo.InvariantCulture));
                return 0;
            case "payment":
                Pay(rest.Split(' '));
                return 0;
            case "clear":
                (await world.Get<Protections>().ClearAsync(world.Scalar<string>("SELECT protection_id FROM protections WHERE kind = @rest AND status = 'ACTIVE'", new { rest }), "a trained person", true, "looked at")).ShouldBeNull();
                return 0;
            case "file":
                await (await TalkAsync()).SendFileAsync();
                return 0;
            case "press":
                await (await TalkAsync()).SayAsync(talk!.Last!.SuggestedActions!.Actions!.Select(action => action.Title!).Single(title => title == rest));
                return 0;
            case "sql":
                world.Store.Read(db => db.Execute(rest)).ShouldBeGreaterThan(0, "the statement changed nothing");
                return 0;
            case "arrive":
                await TalkAsync();
                return 0;
            case "user":
                await (await TalkAsync()).SayAsync(rest);
                Heard(talk!.Trace);
                return 0;
            default:
                Check(verb, rest);
                return 1;
        }
    }

    /// <summary>Days pass: the bank sends figures of that morning, and agreements and promises are brought up to the day.</summary>
    private async Task PassAsync(DateTimeOffset to)
    {
        world.Clock.Set(to);
        await world.Store.WriteAsync(db => db.Execute("UPDATE cases SET file = json_set(file, '$.asOf', @asOf)", new { asOf = to.AddHours(-8).ToString("O") }));
        await world.Get<PlanLife>().AgeAllAsync();
    }

    /// <summary>payment CASE AMOUNT DATE: the bank sends a payment.</summary>
    private void Pay(string[] words)
    {
        var currency = world.Scalar<string>("SELECT file ->> 'currency' FROM cases WHERE case_no = @caseNo", new { caseNo = words[0] });
        var file = world.WriteFile("payments.csv", $"payment_id,case_no,txn_type,amount,currency,value_date\nB{++payments},{words[0]},Payment,{words[1]},{currency},{words[2]}\n");
        world.Get<Importer>().ImportFile(file, "en-US", _ => { }).Loaded.ShouldBe(1);
    }

    private async Task<Talk> TalkAsync() => talk ??= await world.TalkAsync(bankCase, locale, user, address);

    private void Check(string verb, string rest)
    {
        var now = talk!;
        var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (verb)
        {
            case "reply":
                foreach (var id in words)
                    now.Values("replies").ShouldContain(id);
                break;
            case "no-reply":
                foreach (var id in words)
                    now.Values("replies").ShouldNotContain(id);
                break;
            case "skill":
                $"{now.Trace["skill"]}/{now.Trace["action"]}".ShouldBe(rest);
                break;
            case "locale-is":
                now.Trace["locale"]!.ToString().ShouldBe(rest);
                break;
            case "verified":
                now.Trace["verified"]!.ToString().ShouldBe(rest == "yes" ? "true" : "false");
                break;
            case "fact":
                now.Fact(words[0]).ShouldBe(words[1]);
                break;
            case "no-facts":
                now.Trace["facts"].ShouldBeNull();
                now.Trace["offers"].ShouldBeNull();
                break;
            case "rule":
                now.Values("rules").ShouldContain(rest);
                break;
            case "intent":
                now.List("intents", "id").ShouldContain(rest);
                break;
            case "offers":
                now.List("offers", "months").ShouldBe(words);
                break;
            case "no-offers":
                now.Trace["offers"].ShouldBeNull();
                break;
            case "ticket":
                now.Trace["tickets"].ShouldNotBeNull().AsArray().Select(t => $"{t!["queue"]} {t["reason"]}").ShouldContain(rest);
                break;
            case "protection":
                now.List("protections", "kind").ShouldContain(rest);
                break;
            case "no-protection":
                now.Trace["protections"].ShouldBeNull();
                break;
            case "no-tickets":
                now.Trace["tickets"].ShouldBeNull();
                break;
            case "no-handoff":
                now.Trace["handoff"].ShouldBeNull();
                break;
            case "dispute":
                now.Trace["disputes"].ShouldNotBeNull().AsArray().Select(d => $"{d!["kind"]} {d["amount"] ?? "-"}").ShouldContain(rest);
                break;
            case "contact":
                CheckContact(words);
                break;
            case "handoff":
                now.Trace["handoff"].ShouldNotBeNull()["status"]!.ToString().ShouldBe(rest);
                break;
            case "agreement":
                now.Trace["agreement"].ShouldNotBeNull()["status"]!.ToString().ShouldBe(rest);
                break;
            case "no-agreement":
                now.Trace["agreement"].ShouldBeNull();
                break;
            case "promise":
                (now.Trace["promise"].ShouldNotBeNull()["amount"] + " " + now.Trace["promise"]!["dueOn"]).ShouldBe(rest);
                break;
            case "says":
                now.Reply.ShouldContain(rest);
                break;
            case "never-says":
                now.Reply.ShouldNotContain(rest);
                break;
            case "records":
                CheckRecords(words);
                break;
            default:
                throw new FormatException($"'{verb}' is not a step or a check.");
        }
    }

    /// <summary>contact CASE CHANNEL allowed | refused: whether another system may reach the person at this moment.</summary>
    private void CheckContact(string[] words)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToElement(new { caseNo = words[0], channel = words[1], at = world.Clock.Now.ToString("O") });
        var answer = world.Get<Bot.Staff.ContactApi>().CheckAsync(null, body).GetAwaiter().GetResult();
        (answer["allowed"]!.GetValue<bool>() ? "allowed" : "refused").ShouldBe(words[2], answer.ToJsonString());
    }

    /// <summary>records CASE agreements ACTIVE,… | events CREATED,… (of the newest agreement) | promises 500.00@2026-11-27=PENDING,… | tickets reason,… | contactRecords DISPOSITION,… (none for nothing).</summary>
    private void CheckRecords(string[] words)
    {
        var events = words[1] == "events";
        var records = words[1] == "protections" ? world.Get<Protections>().Of(words[0], mayKnow: true) : world.Records(words[0])[events ? "agreements" : words[1]]!.AsArray();
        if (events)
            records = records[^1]!["events"]!.AsArray();
        Func<JsonNode, string> show = words[1] switch
        {
            "agreements" => r => r["status"]!.ToString(),
            "events" => r => r["event"]!.ToString(),
            "promises" => r => $"{r["amount"]}@{r["dueOn"]}={r["status"]}",
            "tickets" => r => r["reason"]!.ToString(),
            "contactRecords" => r => r["disposition"]!.ToString(),
            "protections" => r => $"{r["kind"]}={r["status"]}",
            "disputes" => r => $"{r["reason"]}:{r["amount"] ?? "-"}={r["status"]}",
            "papers" => r => $"{r["kind"]}={r["status"]}",
            "preferences" => r => $"{r["channel"] ?? "-"},{r["windowFrom"] ?? "-"},{r["windowTo"] ?? "-"},{r["support"] ?? "-"}",
            _ => throw new FormatException($"'{words[1]}' is not a kind of record."),
        };
        records.Select(record => show(record!)).ShouldBe(words[2] == "none" ? [] : words[1] == "preferences" ? [words[2]] : words[2].Split(','));
    }
}
