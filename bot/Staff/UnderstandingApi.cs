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
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/api/understanding", (JsonElement body) => Answer(body)).WithTags("Wording").RequireAuthorization(StaffPolicies.AnyStaff)
        .WithSummary("Intents, values, risk and danger to life in a message: {\"text\": \"…\", \"locale\": \"zh-CN\"}.");

    private IResult Answer(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("text", out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
            return Results.Problem("'text' is missing: the message to read.", statusCode: 422);
        if (text.Length > MessageReader.MostText)
            return Results.Problem($"The text has {text.Length} characters; at most {MessageReader.MostText} are read.", statusCode: 422);
        var asked = body.TryGetProperty("locale", out var tag) && tag.ValueKind == JsonValueKind.String ? tag.GetString() : null;
        if (!string.IsNullOrEmpty(asked) && Locales.Of(asked) is null)
            return Results.Problem($"'{asked}' is not a locale; it is one of {string.Join(", ", Locales.All)}.", statusCode: 422);
        var reading = reader.Read(text, locale: Locales.Of(asked));
        return Results.Json(
            new JsonObject
            {
                ["locale"] = reading.Locale ?? Locales.Of(asked) ?? Locales.Chinese,
                ["intents"] = Trace.Intents(reading.Intents.Select(intent => (intent.Id, intent.Score, intent.Source))),
                ["entities"] = Trace.Entities(reading.Entities),
                ["risk"] = reading.Risk,
                ["crisis"] = reading.IsCrisis,
            },
            Json.Options);
    }
}
