using System.Text.Json;
using Assistant.Bot.Models;
using Assistant.Bot.Practice;
using Assistant.Bot.Prompts;
using Assistant.Bot.Reply;
using Assistant.Skills.Coaching;
using Assistant.Tests.Simulators;
using Assistant.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Assistant.Tests.OfModels;

/// <summary>
/// A thousand answers of a hostile model, written by somebody who had not seen the checks (<c>adversary.jsonl</c>), over the real wire. None reaches a debtor or a record. The report of each
/// run says which check caught how many; what passed is listed word for word.
/// </summary>
public sealed class AdversaryTests(ITestOutputHelper output)
{
    /// <summary>Tables that every conversation writes to, whatever is said.</summary>
    private static readonly string[] Bookkeeping = ["meta", "vault", "conversations", "activities", "audit", "contact_records", "model_calls"];

    private static readonly string[] Zh = ["我想问一下我的卡", "厂里上个月停工了，工资只发了一半", "每个月最多能还六百", "别再打我单位电话了"];
    private static readonly string[] En = ["I want to ask about my card", "my hours were cut in half last month", "I can pay 150 a month at most", "please don't ring me at work"];

    [Theory]
    [InlineData("understanding", 350)]
    [InlineData("knowledge", 50)]
    [InlineData("wording", 100)]
    public async Task No_hostile_answer_reaches_a_debtor_or_a_record(string use, int count)
    {
        var lines = Lines(use, count);
        var reply = default(ModelReply)!;
        await using var endpoint = await ModelEndpoint.StartAsync(_ => reply);
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, use));
        var approved = Approved(world);
        var caught = new Tally();
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            reply = line.Reply;
            var (before, asked) = (Counts(world), endpoint.Requests.Count);
            var talk = await world.TalkAsync(i % 2 == 0 ? "S1001" : null, line.Locale);
            await talk.SayAsync(line.Said);
            endpoint.Requests.Count.ShouldBe(asked + 1, $"{line.Id}: the model was not asked");
            Counts(world).ShouldBe(before, $"{line.Id}: something was recorded");
            Dispositions(world, talk.Id).ShouldBe("NAC", $"{line.Id}: a disposition was recorded");
            talk.Trace["guard"]!["verdict"]!.ToString().ShouldBe("ok", line.Id);
            foreach (var id in talk.Values("replies"))
                approved.ShouldContain(id, line.Id);
            foreach (var piece in Pieces(line.Raw))
                talk.Reply.ShouldNotContain(piece, Case.Sensitive, line.Id);
            caught.Add(Support.Models.Caught(world)[^1] ?? (talk.Values("replies").Contains("clarify.meant") ? "asked whether it was meant" : talk.List("intents", "source").Contains("model") ? "answered in approved words, nothing recorded" : "nothing in it"));
        }

        output.WriteLine(caught.ToString());
    }

    [Fact]
    public async Task No_hostile_draft_is_shown_to_an_agent()
    {
        var (reply, passed, caught) = (default(ModelReply)!, new List<string>(), new Tally());
        await using var endpoint = await ModelEndpoint.StartAsync(_ => reply);
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "coach"));
        foreach (var line in Lines("coach", 300))
        {
            reply = line.Reply;
            var scripts = world.Get<ScriptFiles>().RankerOf(line.Locale).Best(new(null, line.Said, []), 8).Select(one => one.Script).Where(script => !script.IsBeforeVerification && script.Risk != Script.DangerToLife).Take(3).ToList();
            if (await world.Get<ModelCoach>().ComposeAsync(null, line.Said, scripts, line.Locale, null, new(), CancellationToken.None) is { Line: var draft })
                passed.Add($"{line.Id} {line.Kind}: {draft}");
            caught.Add(Support.Models.Caught(world)[^1] ?? "passed");
        }

        Report(caught, passed);
    }

    [Fact]
    public async Task No_hostile_phrase_is_put_into_a_simulated_persons_mouth()
    {
        var (reply, passed, caught) = (default(ModelReply)!, new List<string>(), new Tally());
        await using var endpoint = await ModelEndpoint.StartAsync(_ => reply);
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "practice"));
        foreach (var line in Lines("practice", 100))
        {
            reply = line.Reply;
            var scenario = world.Get<PracticeDesk>().Scenarios.First(one => one.Locale == line.Locale);
            if (await world.Get<ModelPersona>().SayAsync(line.Said, scenario, scenario.Mood, "…", new(), CancellationToken.None) is var said && said != line.Said)
                passed.Add($"{line.Id} {line.Kind}: {said}");
            caught.Add(Support.Models.Caught(world)[^1] ?? "passed");
        }

        Report(caught, passed);
    }

    [Fact]
    public async Task A_summary_says_nothing_that_was_not_said()
    {
        var (reply, passed, caught) = (default(ModelReply)!, new List<string>(), new Tally());
        await using var endpoint = await ModelEndpoint.StartAsync(_ => reply);
        await using var world = await Support.Models.WorldAsync(Support.Models.At(endpoint.Address, "summary"));
        foreach (var (locale, said) in new[] { ("zh-CN", Zh), ("en-US", En) })
        {
            var talk = await world.TalkAsync(null, locale);
            foreach (var line in said)
                await talk.SayAsync(line);
            await world.Store.WriteAsync(db => Dapper.SqlMapper.Execute(db, "DELETE FROM handoffs; INSERT INTO handoffs (handoff_id, conversation_id, queue, reason, priority, status, due_at, created_at) VALUES (@id, @Id, 'GENERAL', 'ask_human', 3, 'waiting', @at, @at)", new { id = "H-" + locale, talk.Id, at = Bot.Storage.Store.Time(World.Morning) }));
            foreach (var line in Lines("summary", 100).Where(line => line.Locale == locale))
            {
                reply = line.Reply;
                var summary = ActivatorUtilities.CreateInstance<ModelSummary>(world.Get<IServiceProvider>());
                await summary.PrepareAsync("H-" + locale, CancellationToken.None);
                foreach (var piece in summary.Of(talk.Id))
                    said[piece.Turn - 1].ShouldContain(piece.Quote, Case.Sensitive, line.Id);
                if (summary.Of(talk.Id).Count > 0)
                    passed.Add($"{line.Id} {line.Kind}: {string.Join(" | ", summary.Of(talk.Id).Select(piece => $"{piece.Turn} {piece.Quote}"))}");
                caught.Add(Support.Models.Caught(world)[^1] ?? "passed");
            }
        }

        Report(caught, passed);
    }

    private void Report(Tally caught, List<string> passed)
    {
        output.WriteLine(caught.ToString());
        passed.ForEach(output.WriteLine);
        passed.ShouldBeEmpty(string.Join("\n", passed));
    }

    private static List<Hostile> Lines(string use, int count)
    {
        var all = File.ReadLines(Repository.PathOf("tests", "Models", "adversary.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("use").GetString() == use).Select(Hostile.Of).ToList();
        all.Count.ShouldBe(count);
        return all;
    }

    /// <summary>Every table that holds what came of a conversation, with its rows.</summary>
    private static string Counts(World world) => world.Store.Read(db =>
    {
        var tables = Dapper.SqlMapper.Query<string>(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name").Except(Bookkeeping);
        return string.Join(", ", tables.Select(table => $"{table} {Dapper.SqlMapper.ExecuteScalar<long>(db, $"SELECT COUNT(*) FROM {table}")}"));
    });

    private static string Dispositions(World world, string conversation) => world.Store.Read(db => world.Get<Bot.Storage.ConversationLines>().StateOf(db, conversation)).Disposition;

    private static HashSet<string> Approved(World world) => [.. world.Get<Templates>().Ids];

    /// <summary>Longer pieces of the answer's own words, none of which may be said.</summary>
    private static IEnumerable<string> Pieces(string raw) => raw.Split(['"', '{', '}', '[', ']', ':', ',', '\n'], StringSplitOptions.TrimEntries).Where(piece => piece.Length >= 8 && !piece.All(c => char.IsAsciiLetterLower(c) || c == '_'));

    private sealed record Hostile(string Id, string Kind, string Locale, string Said, string Raw, ModelReply Reply)
    {
        public static Hostile Of(JsonElement line)
        {
            var calls = line.TryGetProperty("calls", out var list) ? list.EnumerateArray().Select(call => (call.GetProperty("name").GetString()!, call.GetProperty("arguments").GetString()!)).ToArray() : null;
            return new(line.GetProperty("id").GetString()!, line.GetProperty("kind").GetString()!, line.GetProperty("locale").GetString()!, line.GetProperty("said").GetString()!,
                calls is null ? line.GetProperty("content").GetString()! : string.Join("\n", calls.Select(call => call.Item2)), calls is null ? new ModelReply.Says(line.GetProperty("content").GetString()!) : new ModelReply.Calls(calls));
        }
    }

    /// <summary>How often each check caught something, the most frequent first.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<string, int> counts = [];

        public void Add(string what)
        {
            var check = what.StartsWith("schema: ", StringComparison.Ordinal) ? "schema" : what;
            counts[check] = counts.GetValueOrDefault(check) + 1;
        }

        public override string ToString() => string.Join("\n", counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value,5} {pair.Key}"));
    }
}
