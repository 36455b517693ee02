using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills;
using Dapper;

namespace Assistant.Bot.Models;

/// <summary>A reply to be worded, with the wordings that people hold right.</summary>
/// <param name="Said">The person's words.</param>
/// <param name="Locale">Language.</param>
/// <param name="Replies">Reply ids, in order.</param>
/// <param name="Right">For each reply the numbers of the wordings that fit.</param>
public sealed record WordingCase(string Said, string Locale, IReadOnlyList<string> Replies, IReadOnlyList<IReadOnlyList<int>> Right)
{
    /// <summary>Reads one line: <c>{"said","locale","replies":["…"],"right":[[1,2]]}</c>.</summary>
    /// <exception cref="FormatException">What to correct, with the line.</exception>
    public static WordingCase Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<WordingCase>(line, Json.Options) is { Said.Length: > 0, Replies.Count: > 0 } one && one.Right?.Count == one.Replies.Count && Prompts.Locales.All.Contains(one.Locale)
                ? one : throw new FormatException("'said', 'locale', 'replies' and as many 'right' are needed.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FormatException($"Line {number}: {e.Message}", e);
        }
    }
}

/// <summary>Measures a configured model: what it adds to the own reader where that is unsure, how well it chooses wordings, how long it takes and what it costs.</summary>
public sealed class ModelReport(MessageUnderstanding own, ModelUnderstanding withModel, ModelWording wording, LanguageModel model, Reply.Templates templates, Storage.Store store, BankClock clock)
{
    private const int MostNoted = 20;

    /// <summary>What a model makes of messages that the own reader is unsure of.</summary>
    public async Task<string> UnderstandingAsync(IReadOnlyList<LabelledMessage> messages, CancellationToken cancellation)
    {
        var first = LastCall();
        var report = new StringBuilder();
        var (asked, ownRight, right, times, noted) = (0, 0, 0, new List<double>(), new List<string>());
        foreach (var message in messages.Where(message => message.Intents.Count > 0))
        {
            var turn = TurnOf(message.Text, message.Locale);
            var before = await own.ReadAsync(turn, cancellation);
            if (!withModel.IsUnsure(turn, before))
                continue;
            asked++;
            var began = Stopwatch.GetTimestamp();
            var after = await withModel.ReadAsync(turn, cancellation);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var (was, now) = (IsRight(message, before), IsRight(message, after));
            (ownRight, right) = (ownRight + (was ? 1 : 0), right + (now ? 1 : 0));
            if (was && !now)
                noted.Add($"  worse: {message.Intents[0]} read as {string.Join(", ", after.Intents.Select(start => start.Intent))}");
        }

        report.AppendLine(CultureInfo.InvariantCulture, $"the own reader is unsure of {asked} of {messages.Count} messages");
        UnderstandingReport.Share(report, "of these, best intent right without the model", ownRight, asked);
        UnderstandingReport.Share(report, "of these, best intent right with the model", right, asked);
        foreach (var line in noted.Take(MostNoted))
            report.AppendLine(line);
        Calls(report, first, times);
        return report.ToString();
    }

    /// <summary>How a model chooses among approved wordings.</summary>
    /// <exception cref="FormatException">A reply is not there, or a number is none of its wordings.</exception>
    public async Task<string> WordingAsync(IReadOnlyList<WordingCase> cases, CancellationToken cancellation)
    {
        foreach (var one in cases)
        {
            if (one.Replies.Where((reply, i) => !templates.Ids.Contains(reply) || one.Right[i].Any(number => number < 1 || number > templates.FormsOf(one.Locale, reply).Count)).FirstOrDefault() is { } reply)
                throw new FormatException($"'{reply}' is no reply, or does not have the wordings that are said to be right.");
        }

        var first = LastCall();
        var report = new StringBuilder();
        var (ownRight, right, times) = (0, 0, new List<double>());
        foreach (var one in cases)
        {
            var outcome = new Outcome { Skill = "evaluate", Action = "answer", Says = [.. one.Replies.Select(reply => new Say(reply))] };
            var began = Stopwatch.GetTimestamp();
            var chosen = await wording.ChooseAsync(TurnOf(one.Said, one.Locale), outcome, one.Locale, cancellation);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            (ownRight, right) = (ownRight + (IsRight(one, outcome) ? 1 : 0), right + (IsRight(one, chosen) ? 1 : 0));
        }

        UnderstandingReport.Share(report, "wording right without the model", ownRight, cases.Count);
        UnderstandingReport.Share(report, "wording right with the model", right, cases.Count);
        Calls(report, first, times);
        return report.ToString();
    }

    /// <summary>Whether the uses that are measured are switched on.</summary>
    public bool Serves(ModelUse use) => model.Serves(use);

    private static bool IsRight(LabelledMessage message, Understood understood) => understood.Intents is [{ } best, ..] && Turns.Trace.Catalogued(best.Intent) is var id && (message.Intents[0] == id || message.Accepted.Contains(id));

    private bool IsRight(WordingCase one, Outcome outcome) => one.Replies.Select((reply, i) => one.Right[i].Contains(Number(one.Locale, reply, outcome.Forms.GetValueOrDefault(reply, reply)))).All(isRight => isRight);

    private int Number(string locale, string reply, string form) => templates.FormsOf(locale, reply).ToList().IndexOf(form) + 1;

    private Turn TurnOf(string text, string locale)
    {
        var id = "evaluate-" + Guid.NewGuid().ToString("N");
        return new(new() { Channel = "evaluate", ConversationId = id, UserId = id, Activity = new() { Type = "message", Text = text, Locale = locale } }, new(), 0, clock.Now);
    }

    private long LastCall() => store.Read(db => db.ExecuteScalar<long>("SELECT COALESCE(MAX(call_id), 0) FROM model_calls"));

    /// <summary>What the checks stopped, how long it took and what it cost.</summary>
    private void Calls(StringBuilder report, long first, List<double> times)
    {
        var calls = store.Read(db => db.Query<(string? Caught, long Tokens, long Cost)>("SELECT caught, tokens, cost FROM model_calls WHERE call_id > @first", new { first }).ToList());
        report.AppendLine(CultureInfo.InvariantCulture, $"{calls.Count} requests, {calls.Sum(call => call.Tokens)} tokens, cost {ModelLedger.Money(calls.Sum(call => call.Cost))}");
        foreach (var stopped in calls.Where(call => call.Caught is not null).GroupBy(call => call.Caught).OrderByDescending(group => group.Count()))
            report.AppendLine(CultureInfo.InvariantCulture, $"  not used, {stopped.Key}: {stopped.Count()}");
        if (times.Count == 0)
            return;
        times.Sort();
        report.AppendLine(CultureInfo.InvariantCulture, $"time of an answer: half within {times[times.Count / 2]:0} ms, 95 of 100 within {times[times.Count * 95 / 100]:0} ms");
    }
}
