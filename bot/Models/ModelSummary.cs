using System.Collections.Concurrent;
using Assistant.Bot.Prompts;
using Assistant.Bot.Storage;
using Assistant.Skills.Language;
using Dapper;

namespace Assistant.Bot.Models;

/// <summary>A piece of what somebody said.</summary>
/// <param name="Turn">The turn it was said in.</param>
/// <param name="Quote">The words, as they stand there.</param>
public sealed record SaidPiece(int Turn, string Quote);

/// <summary>
/// Has a model pick what the next person needs to know. It writes nothing: each piece is words of the cardholder, found again in the turn they are said to be from, or the whole answer is dropped.
/// </summary>
public sealed class ModelSummary(LanguageModel model, ModelPrompts prompts, Masks masks, ActivityFeed feed, Store store, ILogger<ModelSummary> log)
{
    private const int MostKept = 1000;
    private const int LeastLines = 2;
    private const int MostLines = 60;
    private readonly ConcurrentDictionary<string, (int Lines, IReadOnlyList<SaidPiece> Pieces)> kept = new();

    /// <summary>What was picked of a conversation; empty where nothing was.</summary>
    public IReadOnlyList<SaidPiece> Of(string conversationId) => kept.TryGetValue(conversationId, out var one) ? one.Pieces : [];

    /// <summary>Picks beside everything else; the page finds what was picked when it looks next.</summary>
    public void Begin(string handOffId)
    {
        if (model.Serves(ModelUse.Summary))
            _ = Task.Run(() => PrepareAsync(handOffId, CancellationToken.None)).ContinueWith(task => log.LogWarning(task.Exception, "Nothing was picked for hand-off {HandOff}", handOffId), TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <summary>Picks, where a model is switched on for it and the conversation went on since. Conversations of private queues are never sent.</summary>
    public async Task PrepareAsync(string handOffId, CancellationToken cancellation)
    {
        var (conversationId, queue, caseNo) = store.Read(db => db.QuerySingle<(string, string, string?)>("SELECT conversation_id, queue, case_no FROM handoffs WHERE handoff_id = @handOffId", new { handOffId }));
        if (!model.Serves(ModelUse.Summary) || Protections.PrivateQueues.Contains(queue))
            return;
        var said = feed.Transcript(conversationId).Where(line => line.IsInbound && line.HasWords).TakeLast(MostLines).ToList();
        if (said.Count < LeastLines || (kept.TryGetValue(conversationId, out var before) && before.Lines == said.Count))
            return;
        var mask = masks.For(Locales.Of(LanguageOf.Of(string.Join("\n", said.Select(line => line.Activity.Text)))) ?? Locales.Chinese, caseNo, identityAsked: false);
        var lines = said.Select(line => (line.Turn, Words: ModelPrompts.Quoted(mask.Hide(line.Activity.Text!).ReplaceLineEndings(" ")))).ToList();
        var answer = await model.AskAsync(ModelUse.Summary, prompts.Summarise, new Dictionary<string, string?> { ["said"] = string.Join("\n", lines.Select(line => $"{line.Turn}: {line.Words}")) },
            prompts.Summarise.Answer, new(conversationId), cancellation);
        if (answer.Json is not { } json)
            return;
        var pieces = json.GetProperty("pieces").EnumerateArray().Select(piece => new SaidPiece(piece.GetProperty("turn").GetInt32(), piece.GetProperty("quote").GetString()!.Trim())).ToList();
        if (pieces.Exists(piece => Plain.Text(piece.Quote).Length == 0 || piece.Quote.Contains('[', StringComparison.Ordinal) || !lines.Exists(line => line.Turn == piece.Turn && line.Words.Contains(piece.Quote, StringComparison.Ordinal))))
        {
            await model.CatchAsync(answer, "not-said");
            return;
        }

        if (kept.Count >= MostKept)
            kept.Clear();
        kept[conversationId] = (said.Count, [.. pieces.OrderBy(piece => piece.Turn)]);
    }
}
