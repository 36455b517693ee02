using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Quality;
using Assistant.Bot.Understanding;
using Assistant.Skills.Conduct;
using Assistant.Skills.Language;

namespace Assistant.Bot.Staff;

/// <summary>One conversation to score, as it was asked for.</summary>
/// <param name="Turns">Its turns.</param>
/// <param name="Locale">Language of the better lines.</param>
/// <param name="Context">The context as it begins.</param>
/// <param name="Disposition">The disposition noted; null where none was.</param>
public sealed record QualityRequest(IReadOnlyList<TranscriptTurn> Turns, string Locale, ReviewContext Context, string? Disposition);

/// <summary>Scores whole conversations on the rubric (external contract, section 9).</summary>
public sealed class QualityApi(RuleBook book, Rubric rubric, LineMarks marks, TrainedReaders readers, ReviewRequests requests, CaseFacts facts)
{
    private const int MostTurns = 2000;
    private const int MostText = 8000;
    private const long MostBody = 16 * 1024 * 1024;

    private readonly Scorer scorer = new(book, rubric, marks, readers.HearSurely);

    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/qa", (HttpContext http, JsonElement body) => ReviewApi.AnswerAsync(async () => Answer(Read(body, await facts.OfAsync(StaffMember.Of(http), [body], "qa")))))
        .WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff).WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBody))
        .WithSummary("A whole conversation scored on the rubric, with evidence and critical fails.");

    /// <summary>Scores a conversation.</summary>
    public Scorecard Score(QualityRequest request) => scorer.Score(request.Turns, request.Context, request.Disposition);

    /// <summary>Reads a conversation.</summary>
    /// <exception cref="FormatException">What to correct.</exception>
    public QualityRequest Read(JsonElement body, IReadOnlyDictionary<string, KnownCase> cases)
    {
        if (body.ValueKind != JsonValueKind.Object || !Fields.Has(body, "turns", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            throw new FormatException("'turns' is missing: a list of {\"speaker\", \"text\", \"time\"}.");
        if (list.GetArrayLength() > MostTurns)
            throw new FormatException($"There are {list.GetArrayLength()} turns; at most {MostTurns} are scored.");
        var turns = list.EnumerateArray().Select(Turn).ToList();
        var locale = ReviewRequests.LocaleOf(body) ?? turns.Select(turn => Locales.Of(LanguageOf.Of(turn.Text))).FirstOrDefault(found => found is not null) ?? Locales.Chinese;
        var (context, _) = requests.ContextOf(body, locale, cases);
        var disposition = Fields.Text(body, "disposition") ?? (Fields.Has(body, "context", out var given) && given.ValueKind == JsonValueKind.Object ? Fields.Text(given, "disposition") : null);
        return new(turns, locale, context, disposition);
    }

    /// <summary>A scorecard as JSON.</summary>
    /// <param name="card">The card.</param>
    /// <param name="locale">Language of names and better lines.</param>
    /// <param name="turns">The turns it was made of; what a finding quotes is taken from them, long numbers masked.</param>
    public static JsonObject Write(Scorecard card, string locale, IReadOnlyList<TranscriptTurn> turns) => new()
    {
        ["total"] = card.Total,
        ["compliance"] = card.Compliance,
        ["band"] = card.Band,
        ["passed"] = card.Passed,
        ["categories"] = new JsonArray([.. card.Items.GroupBy(item => item.Item.Category).Select(group => (JsonNode)new JsonObject
        {
            ["id"] = group.Key, ["score"] = group.Sum(item => item.Score), ["max"] = group.Sum(item => item.Item.Max),
        })]),
        ["critical"] = new JsonArray([.. card.Critical.Select(fail => (JsonNode)new JsonObject { ["rule"] = fail.Rule, ["turn"] = fail.Turn, ["quote"] = fail.Quote })]),
        ["items"] = new JsonArray([.. card.Items.Select(item => (JsonNode)new JsonObject
        {
            ["id"] = item.Item.Id,
            ["name"] = item.Item.Name[locale],
            ["score"] = item.Score,
            ["max"] = item.Item.Max,
            ["evidence"] = new JsonArray([.. item.Evidence.Select(one => (JsonNode)new JsonObject { ["turn"] = one.Turn, ["quote"] = one.Quote })]),
            ["better"] = item.Better?.GetValueOrDefault(locale),
        })]),
        ["findings"] = new JsonArray([.. card.Findings.Select(one => (JsonNode)new JsonObject { ["turn"] = one.Turn, ["rule"] = one.Finding.Rule.Id, ["category"] = one.Finding.Rule.Category, ["severity"] = one.Finding.Severity.ToString().ToLowerInvariant(), ["quote"] = QualityRun.Masked(turns[one.Turn - 1].Text.Substring(one.Finding.Start, one.Finding.Length)) })]),
        ["dispositions"] = new JsonArray([.. card.Dispositions.Select(code => (JsonNode)code)]),
    };

    private JsonObject Answer(QualityRequest request) => Write(Score(request), request.Locale, request.Turns);

    private static TranscriptTurn Turn(JsonElement item, int index)
    {
        if (item.ValueKind != JsonValueKind.Object || Fields.Text(item, "text") is not { } text)
            throw new FormatException($"turns[{index}]: 'text' is missing.");
        if (text.Length > MostText)
            throw new FormatException($"turns[{index}]: the text has {text.Length} characters; at most {MostText} are scored.");
        return new(Speakers.Of(Fields.Text(item, "speaker"), $"turns[{index}]: "), text, Fields.Moment(item, "time", $"turns[{index}]: "));
    }
}
