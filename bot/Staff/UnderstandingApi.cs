using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;
using Assistant.Bot.Understanding;

namespace Assistant.Bot.Staff;

/// <summary>What a message says: intents, values, risk, danger to life (external contract, section 7). No case is looked at and nothing is kept.</summary>
public sealed class UnderstandingApi(MessageReader reader)
{
    /// <summary>Maps the endpoint.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/understanding", (JsonElement body) => ReviewApi.AnswerAsync(() => Task.FromResult(Answer(body)))).WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff)
        .WithSummary("Intents, values, risk and danger to life in a message: {\"text\": \"…\", \"locale\": \"zh-CN\"}.");

    private JsonObject Answer(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || Fields.Text(body, "text") is not { Length: > 0 } text)
            throw new FormatException("'text' is missing: the message to read.");
        if (text.Length > MessageReader.MostText)
            throw new FormatException($"The text has {text.Length} characters; at most {MessageReader.MostText} are read.");
        var asked = ReviewRequests.LocaleOf(body);
        var reading = reader.Read(text, locale: asked);
        return new()
        {
            ["locale"] = reading.Locale ?? asked ?? Locales.Chinese,
            ["intents"] = Trace.Intents(reading.Intents.Select(intent => (intent.Id, intent.Score, intent.Source))),
            ["entities"] = Trace.Entities(reading.Entities),
            ["risk"] = reading.Risk,
            ["crisis"] = reading.IsCrisis,
        };
    }
}
