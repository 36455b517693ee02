using System.Globalization;
using System.Text.Json.Nodes;
using Assistant.Bot.Models;
using Assistant.Bot.Prompts;
using Assistant.Bot.Staff;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;
using Assistant.Skills;
using Dapper;

namespace Assistant.Bot.Handoff;

/// <summary>
/// What a person who takes a conversation over needs to know, so that nothing is asked twice: who is there and how that was proved, the person's own words
/// by turn, each settled fact beside the words it comes from, what was tried, what is promised, and what to do next. Where a private queue is at work the
/// words are left out for whoever is neither of that queue nor the holder.
/// </summary>
public sealed class ContextPack(Store store, ActivityFeed feed, ConversationLines lines, MessageReader reader, PageTexts texts, ModelSummary picked)
{
    private const double Sure = 0.6;

    /// <summary>Intents that settle nothing: greetings, assent, small talk.</summary>
    internal static readonly IReadOnlyList<string> NoFact = ["greeting", "affirm", "deny", "thanks_bye", "small_talk", "no_response_needed_ack", "unclear_input", "out_of_scope", "dictation_typo_noise", "confirm_self", "repeat_clarify", "ask_human"];

    /// <summary>The pack of a hand-off, for somebody.</summary>
    public JsonObject Of(HandOffRow row, StaffMember who)
    {
        var all = feed.Transcript(row.ConversationId);
        if (all.Count == 0)
            return new() { ["summary"] = row.Reason, ["said"] = new JsonArray(), ["settled"] = new JsonArray(), ["tried"] = new JsonArray(), ["promised"] = new JsonArray(), ["risk"] = Risk(row.Queue), ["next"] = row.Reason };
        var state = store.Read(db => lines.StateOf(db, row.ConversationId));
        var locale = state.LastLocale ?? Locales.Chinese;
        var said = all.Where(entry => entry.IsInbound && entry.HasWords).ToList();
        var mayRead = !Protections.PrivateQueues.Contains(row.Queue) || who.Queues.Contains(row.Queue) || row.Holder == who.User;
        var verified = state.VerifiedCase is null ? "unverified" : state.BankCase is not null ? "bank" : "factors";
        return new()
        {
            ["summary"] = string.Join("\n", [string.Format(CultureInfo.InvariantCulture, texts.Get(locale, "console.pack.summary"), texts.Get(locale, "console.pack." + verified), Reason(locale, row.Reason), said.Count, texts.Get(locale, "console.disposition." + state.Disposition)), .. mayRead ? Picked(row.ConversationId, locale) : []]),
            ["said"] = mayRead ? new JsonArray([.. said.Select(entry => (JsonNode)new JsonObject { ["turn"] = entry.Turn, ["text"] = entry.Activity.Text })]) : [],
            ["settled"] = Settled(state, verified, mayRead ? said : [], row.CaseNo),
            ["tried"] = Texts(row.ConversationId, "SELECT reason || ': ' || status FROM tickets WHERE conversation_id = @conversationId ORDER BY opened_at"),
            ["promised"] = Texts(row.ConversationId, """
                SELECT promise_id || ': ' || printf('%.2f', amount / 100.0) || ' ' || currency || ' ' || due_on FROM promises WHERE conversation_id = @conversationId AND status = 'PENDING'
                UNION ALL SELECT agreement_id || ': ' || status FROM agreements WHERE conversation_id = @conversationId
                """),
            ["risk"] = Risk(row.Queue),
            ["next"] = texts.Get(locale, "console.next." + row.Queue),
        };
    }

    /// <summary>A reason in words; the code where it has none.</summary>
    public string Reason(string locale, string code) => texts.Under(locale, "console.reason.").GetValueOrDefault(code, code);

    /// <summary>What a model picked of their words, each piece with its turn.</summary>
    private IEnumerable<string> Picked(string conversationId, string locale) =>
        picked.Of(conversationId).Select(piece => string.Format(CultureInfo.InvariantCulture, texts.Get(locale, "console.pack.piece"), piece.Turn, piece.Quote));

    private JsonArray Settled(Conversation state, string verified, IReadOnlyList<TranscriptLine> said, string? caseNo)
    {
        var settled = new JsonArray { Fact("identity", verified, null, null), Fact("party", state.Party.ToString(), null, null) };
        if (caseNo is not null)
            settled.Add(Fact("case", caseNo, null, null));
        foreach (var entry in said)
        {
            var reading = reader.Read(entry.Activity.Text!, locale: state.LastLocale);
            foreach (var intent in reading.Intents.Where(one => one.Score >= Sure && !NoFact.Contains(one.Id)).Select(one => Trace.Catalogued(one.Id)).Distinct().Take(2))
                settled.Add(Fact(intent, null, entry.Turn, entry.Activity.Text));
            foreach (var entity in reading.Entities.Where(one => !one.IsIdentityFactor))
                settled.Add(Fact(entity.Type, entity.Currency is null ? entity.Value : $"{entity.Value} {entity.Currency}", entry.Turn, entity.Text));
        }

        return settled;
    }

    private static JsonObject Fact(string fact, string? value, int? turn, string? quote)
    {
        var json = new JsonObject { ["fact"] = fact };
        if (value is not null)
            json["value"] = value;
        if (turn is not null)
            (json["turn"], json["quote"]) = (turn, quote);
        return json;
    }

    private JsonArray Texts(string conversationId, string sql) => store.Read(db => new JsonArray([.. db.Query<string>(sql, new { conversationId }).Select(item => (JsonNode)item)]));

    private static string Risk(string queue) => queue switch { "CRISIS" => "R3", "SPECIALIST" or "FRAUD" or "LEGAL" or "COMPLAINT" => "R2", _ => "R1" };
}
